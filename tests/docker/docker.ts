/** How a program ended. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end, with these variables beside those of this process. */
export async function run(program: string, args: readonly string[], env: Record<string, string> = {}): Promise<Ended> {
  const { code, stdout, stderr } = await new Deno.Command(program, { args: [...args], env, stdin: "null" }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

/** What a docker command printed; throws with what it complained of when it failed. */
export async function docker(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await run("docker", args);
  if (code !== 0) throw new Error(`docker ${args[0]} ended with ${code}: ${stderr}`);
  return stdout;
}

// deno-lint-ignore no-explicit-any -- tests look into it by name and assert what they find.
export async function inspect(what: string): Promise<any> {
  return JSON.parse(await docker("inspect", what))[0];
}

/** A container that is gone when the test is over. */
export async function container(args: readonly string[]): Promise<AsyncDisposable & { readonly id: string }> {
  const id = (await docker("run", "--detach", ...args)).trim();
  return { id, [Symbol.asyncDispose]: async () => void await docker("rm", "--force", "--volumes", id) };
}
