import { CreateSecretCommand, GetSecretValueCommand, PutSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import { GetParametersCommand, PutParameterCommand } from "@aws-sdk/client-ssm";
import { type Aws, orMissing } from "./aws.ts";
import { DeployError } from "./failure.ts";
import type { Secret } from "./task_definition.ts";
import type { Origin, Topology } from "./topology.ts";

/** Under which Secrets Manager knows a secret. */
export function secretId(topology: Topology, name: string): string {
  return `${topology.name}/${name}`;
}

function parameterId(topology: Topology, name: string): string {
  return `/${topology.name}/${name}`;
}

/** All secrets that are there, with their values: the form is checked before anything is deployed with them. */
export async function readSecrets(aws: Aws, topology: Topology): Promise<Record<string, Secret>> {
  const found = await Promise.all(
    Object.keys(topology.secrets).map(async (name) => {
      const secret = await readSecret(aws, topology, name);
      return secret === undefined ? [] : [[name, secret] as const];
    }),
  );
  return Object.fromEntries(found.flat());
}

export async function readSecret(aws: Aws, topology: Topology, name: string): Promise<Secret | undefined> {
  const answer = await orMissing(
    aws.secrets.send(new GetSecretValueCommand({ SecretId: secretId(topology, name) })),
    "ResourceNotFoundException",
  );
  if (answer?.SecretString === undefined) return undefined;
  return { arn: answer.ARN ?? "", version: answer.VersionId ?? "", value: answer.SecretString };
}

export async function readParameters(aws: Aws, topology: Topology): Promise<Record<string, string>> {
  const names = topology.parameters.map((name) => parameterId(topology, name));
  const { Parameters = [] } = await aws.parameters.send(new GetParametersCommand({ Names: names }));
  return Object.fromEntries(Parameters.map(({ Name = "", Value = "" }) => [Name.split("/").at(-1) ?? "", Value]));
}

/** Makes the secrets that nobody has to choose and that are not there yet; returns their names. */
export async function makeSecrets(aws: Aws, topology: Topology): Promise<string[]> {
  const there = await readSecrets(aws, topology);
  const made = Object.entries(topology.secrets).filter(([name, origin]) =>
    isGenerated(origin) && there[name] === undefined
  );
  for (const [name, origin] of made) await writeSecret(aws, topology, name, randomValue(origin));
  return made.map(([name]) => name);
}

export async function writeSecret(aws: Aws, topology: Topology, name: string, value: string): Promise<void> {
  const id = secretId(topology, name);
  const put = new PutSecretValueCommand({ SecretId: id, SecretString: value });
  const known = await orMissing(aws.secrets.send(put), "ResourceNotFoundException");
  if (known === undefined) await aws.secrets.send(new CreateSecretCommand({ Name: id, SecretString: value }));
}

export async function writeParameter(aws: Aws, topology: Topology, name: string, value: string): Promise<void> {
  const Name = parameterId(topology, name);
  await aws.parameters.send(new PutParameterCommand({ Name, Value: value, Type: "String", Overwrite: true }));
}

/** Whether nobody has to choose a secret. */
function isGenerated(origin: Origin): boolean {
  return origin !== "given" && origin !== "optional";
}

/** Throws with the name of everything that somebody has to give and has not, and how to. */
export function checkPresent(
  topology: Topology,
  secrets: Readonly<Record<string, unknown>>,
  parameters: Readonly<Record<string, unknown>>,
): void {
  const missing = [
    ...Object.entries(topology.secrets).filter(([name, origin]) => origin === "given" && secrets[name] === undefined)
      .map(([name]) => `secret ${name}`),
    ...topology.parameters.filter((name) => parameters[name] === undefined).map((name) => `parameter ${name}`),
  ];
  if (missing.length === 0) return;
  throw new DeployError([
    `Not everything that the services need is known: ${missing.join(", ")}.`,
    ...missing.map((what) => `  deno task deploy secrets set ${what.split(" ")[1]}`),
    "Nothing was changed.",
  ].join("\n"));
}

function randomValue(origin: Origin): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return origin === "32 bytes in base64" ? bytes.toBase64() : bytes.slice(0, 18).toBase64({ alphabet: "base64url" });
}
