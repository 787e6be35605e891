/** What the engine said, or an error with it. */
export async function docker(...args: readonly string[]): Promise<string> {
  const ran = await tryDocker(...args);
  if (ran.success) return ran.text;
  throw new Error(`docker ${args[0]}: ${ran.text}`);
}

export async function tryDocker(
  ...args: readonly string[]
): Promise<{ readonly success: boolean; readonly text: string }> {
  const { success, stdout, stderr } = await new Deno.Command("docker", { args: [...args], stdin: "null" }).output();
  const decoder = new TextDecoder();
  return { success, text: decoder.decode(success ? stdout : stderr).trim() };
}

/** Removes containers that carry all of these labels. */
export async function removeContainers(...labels: readonly string[]): Promise<void> {
  const filters = labels.flatMap((label) => ["--filter", `label=${label}`]);
  const ids = (await docker("ps", "--all", "--quiet", ...filters)).split("\n").filter((id) => id !== "");
  if (ids.length > 0) await tryDocker("rm", "--force", "--volumes", ...ids);
}
