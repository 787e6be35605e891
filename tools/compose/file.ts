import { join } from "node:path";
import { parse } from "yaml";
import { ROOT } from "../dev/environment.ts";
import { newSecrets } from "./secrets.ts";
import type { Environment } from "@pms/lib/service";

interface ComposeFile {
  readonly services: Readonly<Record<string, { readonly environment?: Readonly<Record<string, string | number>> }>>;
}

/** The variables that docker-compose.yml gives to a service, as they are when nobody overrides any of them. */
export function composeVariables(service: string): Record<string, string> {
  const file: ComposeFile = parse(Deno.readTextFileSync(join(ROOT, "docker-compose.yml")), { merge: true });
  const given = Object.entries(file.services[service]?.environment ?? {});
  return Object.fromEntries(given.map(([name, value]) => [name, preset(String(value))]));
}

/** A table of variables as an environment in which every secret of compose can be read, with values that are not real. */
export function withSampleSecrets(variables: Readonly<Record<string, string>>): Environment {
  const samples = newSecrets();
  return {
    get: (name) => variables[name],
    readFile: (path) => samples[path.replace("/run/secrets/", "")] ?? "",
  };
}

/** `${NAME:-preset}` is the preset; they may hold each other. */
function preset(value: string): string {
  const inner = value.replaceAll(/\$\{\w+:-([^${}]*)\}/g, "$1");
  return inner === value ? value : preset(inner);
}
