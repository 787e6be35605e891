import { ConfigError } from "@pms/lib/service";
import type { Context } from "../context.ts";
import { DeployError } from "../failure.ts";
import { PROGRAM_NAMES, PROGRAMS } from "../../tools/images/programs.ts";
import { readParameters, readSecret, readSecrets, writeParameter, writeSecret } from "../values.ts";

export interface KnownValue {
  readonly name: string;
  readonly kind: "secret" | "parameter";
  readonly present: boolean;
  /** Nobody has to give it: it is made at random, or can be left out. */
  readonly optional: boolean;
}

const VALUE_BYTES_MAX = 4_096;

export async function listSecrets({ aws, topology }: Context): Promise<KnownValue[]> {
  const [secrets, parameters] = await Promise.all([readSecrets(aws, topology), readParameters(aws, topology)]);
  return [
    ...Object.entries(topology.secrets).map(([name, origin]) => ({
      name,
      kind: "secret" as const,
      present: name in secrets,
      optional: origin !== "given",
    })),
    ...topology.parameters.map((name) => ({
      name,
      kind: "parameter" as const,
      present: name in parameters,
      optional: false,
    })),
  ];
}

/** Stores a value that has the right form; the next `up` gives it to those that use it. */
export async function setSecret({ aws, topology }: Context, name: string, value: string): Promise<void> {
  if (value === "") throw new DeployError(`${name}: the value is empty. Nothing was changed.`);
  if (value.length > VALUE_BYTES_MAX) throw new DeployError(`${name}: longer than ${VALUE_BYTES_MAX} characters.`);
  const fault = formFault(name, value);
  if (fault !== undefined) throw new DeployError(`${name}: ${fault}. Nothing was changed.`);
  if (topology.parameters.includes(name)) await writeParameter(aws, topology, name, value);
  else await writeSecret(aws, topology, name, value);
}

export async function getSecret({ aws, topology }: Context, name: string): Promise<string> {
  const value = topology.parameters.includes(name)
    ? (await readParameters(aws, topology))[name]
    : (await readSecret(aws, topology, name))?.value;
  if (value === undefined) {
    throw new DeployError(`${name} is not there. To give it: deno task deploy secrets set ${name}`);
  }
  return value;
}

/** What a program that reads the variable says about this value. No message holds the value. */
export function formFault(name: string, value: string): string | undefined {
  for (const program of PROGRAM_NAMES) {
    try {
      PROGRAMS[program].rights({ get: (variable) => variable === name ? value : undefined });
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      const line = error.message.split("\n").find((each) => each.startsWith(`  ${name}: `));
      if (line !== undefined) return line.slice(`  ${name}: `.length);
    }
  }
  return undefined;
}
