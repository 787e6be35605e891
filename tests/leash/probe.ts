/** Runs in a service's place, with that service's rights: tries what its plan says and prints how each thing went. */
import { createRequire } from "node:module";
import type { Attempt, Outcome, Outcomes, Plan } from "./plan.ts";

const { targets, needs }: Plan = JSON.parse(Deno.args[0] ?? "");

const attempts: Record<Attempt, () => unknown> = {
  "reading another file": () => Deno.readTextFileSync(targets.file),
  "writing a file": () => Deno.writeTextFileSync(targets.newFile, "written"),
  "deleting a file": () => Deno.removeSync(targets.doomedFile),
  "starting a program": () => new Deno.Command(targets.program).outputSync(),
  "signalling a process": () => Deno.kill(targets.pid, "SIGTERM"),
  "loading another native library": () => Deno.dlopen(targets.library, {}).close(),
  "reading another environment variable": () => Deno.env.get(targets.variable) ?? absent(),
  "listening on another port": () => listen("127.0.0.1", targets.freePort),
  "connecting elsewhere": () => connect("127.0.0.1", targets.listeningPort),
};

const needed: Record<string, () => unknown> = Object.fromEntries([
  ...needs.listen.map((address) => [`listen ${address}`, () => listen(...split(address))]),
  ...needs.connect.map((address) => [`connect ${address}`, () => connect(...split(address))]),
  ...needs.variables.map((name) => [`variable ${name}`, () => Deno.env.get(name)]),
  ...needs.files.map((path) => [`file ${path}`, () => read(path)]),
  ...needs.libraries.map((path) => [`library ${path}`, () => createRequire(import.meta.url)(path)]),
]);

const outcomes: Outcomes = { attempts: await tryAll(attempts), needs: await tryAll(needed) };
console.log(JSON.stringify(outcomes));

async function tryAll<Name extends string>(all: Record<Name, () => unknown>): Promise<Record<Name, Outcome>> {
  const outcomes: [string, Outcome][] = [];
  for (const [name, work] of Object.entries<() => unknown>(all)) outcomes.push([name, await outcomeOf(work)]);
  return Object.fromEntries(outcomes) as Record<Name, Outcome>;
}

async function outcomeOf(work: () => unknown): Promise<Outcome> {
  try {
    await work();
    return "done";
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) return "refused";
    return error instanceof Error ? error.name : "thrown";
  }
}

function absent(): never {
  throw new Error("the variable is not there");
}

function read(path: string): void {
  if (Deno.statSync(path).isDirectory) { for (const _ of Deno.readDirSync(path)) return; }
  else Deno.readFileSync(path);
}

function listen(hostname: string, port: number): void {
  Deno.listen({ hostname, port }).close();
}

async function connect(hostname: string, port: number): Promise<void> {
  using _connection = await Deno.connect({ hostname, port });
}

function split(address: string): [string, number] {
  const colon = address.lastIndexOf(":");
  return [address.slice(0, colon), Number(address.slice(colon + 1))];
}
