/** `deno task boundaries`: who may import whom. Prints each import that may not be, and exits 1 if there is any. */
import { join, normalize } from "node:path/posix";

/** Libraries with a protocol or a key inside: only the kernel touches them. */
const DRIVERS = ["postgres", "@grpc/grpc-js", "kafkajs", "jose"];
const IMPORT = /(?:^|\n)\s*(?:import|export)\b[^"';]*?from\s*"([^"]+)"|\bimport\s*\(?\s*"([^"]+)"/g;

interface Import {
  /** The importing file, from the project's folder. */
  readonly file: string;
  readonly specifier: string;
}

/** Why an import may not be, or undefined. */
export function fault({ file, specifier }: Import): string | undefined {
  const [top = "", service = "", room = ""] = file.split("/");
  const relative = specifier.startsWith(".");
  const target = relative ? normalize(join(file, "..", specifier)) : specifier;
  if (top === "services") {
    if (relative && !target.startsWith(`services/${service}/`)) return "a service reaches past its own folder";
    if (room === "domain" && /^services\/\w+\/(http|grpc)\//.test(target)) return "domain code imports a front door";
    if (room === "domain" && /^@pms\/lib\/(http|grpc)$/.test(target)) return "domain code imports a front door";
  }
  if (/^(lib|proto|client)$/.test(top)) {
    if (relative && !target.startsWith(`${top}/`)) return `${top}/ reaches past itself`;
  }
  if (/^(services|deploy|localstack|client)$/.test(top) && DRIVERS.includes(specifier)) return "a driver outside lib/";
  if (/^(lib|proto|services)$/.test(top) && specifier === "@pms/client") return "the client is for those outside";
  if (top === "client" && specifier.startsWith("@pms/")) return "the client knows nothing but the API";
  if (top !== "deploy" && /^(@aws-sdk|@smithy)\//.test(specifier)) return "only the deploy tool speaks to AWS";
  if (top === "deploy" || top === "localstack") {
    if (relative && /^services\//.test(target)) return "the deploy tool knows a service by its image and its variables";
  }
  if (top === "deploy" && target.startsWith("localstack/")) return "the emulator is one of the places to deploy to";
  if (/^(lib|proto|services|tools)$/.test(top) && relative && /^(deploy|localstack)\//.test(target)) {
    return "nothing that runs depends on how it is deployed";
  }
  if (top !== "tests" && relative && target.startsWith("tests/")) return "only tests import tests";
  if (top === "proto" && specifier.startsWith("@pms/")) return "the contract depends on code";
  if (
    relative && /^(services\/\w+|tests|tools|deploy|localstack)\//.test(file) && /^(lib|proto|client)\//.test(target)
  ) {
    return "lib/, proto/ and client/ are imported by name";
  }
  return undefined;
}

async function* sourceFiles(folder: string): AsyncGenerator<string> {
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (name === "node_modules" || name === "gen" || name.startsWith(".")) continue;
    if (isDirectory) yield* sourceFiles(`${folder}/${name}`);
    else if (/\.tsx?$/.test(name)) yield `${folder}/${name}`;
  }
}

export function importsOf(file: string, source: string): Import[] {
  return [...source.matchAll(IMPORT)].map(([, from, direct]) => ({ file, specifier: from ?? direct ?? "" }));
}

if (import.meta.main) {
  let checked = 0;
  for (const folder of ["lib", "proto", "client", "services", "tools", "deploy", "localstack", "tests"]) {
    for await (const file of sourceFiles(folder)) {
      for (const each of importsOf(file, await Deno.readTextFile(file))) {
        checked++;
        const why = fault(each);
        if (why === undefined) continue;
        console.error(`${each.file}: ${each.specifier}: ${why}`);
        Deno.exitCode = 1;
      }
    }
  }
  console.log(`${checked} imports checked`);
}
