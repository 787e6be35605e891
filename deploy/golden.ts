/** `deno task deploy:golden`: writes the task definitions of an invented installation; with `--check` compares them. */
import { readTarget, type Target } from "./settings.ts";
import { type Installation, taskDefinition } from "./task_definition.ts";
import { TOPOLOGY } from "./topology.ts";

const REVISION = "0123456789abcdef0123456789abcdef01234567";
const ACCOUNT = "123456789012";

const AWS_SETTINGS = new Map([
  ["AWS_REGION", "eu-central-1"],
  ["DEPLOY_VPC", "vpc-0a1b2c3d"],
  ["DEPLOY_SUBNETS", "subnet-0a1b2c3d,subnet-1a2b3c4d"],
  ["DEPLOY_SECURITY_GROUPS", "sg-0a1b2c3d"],
  ["DEPLOY_LOAD_BALANCER_SUBNETS", "subnet-2a3b4c5d,subnet-3a4b5c6d"],
  ["DEPLOY_LOAD_BALANCER_SECURITY_GROUPS", "sg-1a2b3c4d"],
  ["DEPLOY_EXECUTION_ROLE", `arn:aws:iam::${ACCOUNT}:role/patient-management-execution`],
  ["DEPLOY_CERTIFICATE", `arn:aws:acm:eu-central-1:${ACCOUNT}:certificate/0123`],
  ["DEPLOY_HOSTS", "clinic.example"],
]);

/** Settings of both targets as somebody could have them. */
export const SAMPLE_TARGETS: Readonly<Record<"local" | "aws", Target>> = {
  local: readTarget("local", new Map()),
  aws: readTarget("aws", AWS_SETTINGS),
};

/** An installation that nobody has, with values of the right form. */
export function sampleInstallation(target: Target): Installation {
  const host = target.name === "local" ? "host.docker.internal:4567" : "postgres.example:5432";
  const values: Record<string, string> = {
    AUTH_KEY_ENCRYPTION_KEY: new Uint8Array(32).toBase64(),
    GATEWAY_CLIENT_SECRET: "an-invented-secret",
    PATIENT_CLIENT_SECRET: "an-invented-secret",
    BILLING_CLIENT_SECRET: "an-invented-secret",
    ANALYTICS_CLIENT_SECRET: "an-invented-secret",
    OPERATOR_CLIENT_SECRET: "an-invented-secret",
    BOOTSTRAP_ADMIN_PASSWORD: "an-invented-password",
  };
  const names = Object.keys(TOPOLOGY.secrets).filter((name) =>
    target.name === "local" || name !== "POSTGRES_ADMIN_URL"
  );
  return {
    topology: TOPOLOGY,
    target,
    parameters: {
      KAFKA_BROKERS: target.name === "local"
        ? "host.docker.internal:4568"
        : "b-1.kafka.example:9092,b-2.kafka.example:9092",
      KAFKA_REPLICATION_FACTOR: target.name === "local" ? "1" : "3",
      BOOTSTRAP_ADMIN_EMAIL: "admin@example.com",
    },
    secrets: Object.fromEntries(names.map((name) => [name, {
      arn: `arn:aws:secretsmanager:${target.region}:${ACCOUNT}:secret:${TOPOLOGY.name}/${name}-AbCdEf`,
      version: "1",
      value: values[name] ?? `postgres://${name.slice("DATABASE_URL_".length).toLowerCase()}:invented@${host}/invented`,
    }])),
  };
}

/** The definitions of all programs for a target, as JSON by file name. */
export async function goldenFiles(name: "local" | "aws"): Promise<Map<string, string>> {
  const target = SAMPLE_TARGETS[name];
  const registry = target.name === "local" ? "127.0.0.1:4566" : `${ACCOUNT}.dkr.ecr.${target.region}.amazonaws.com`;
  const installation = sampleInstallation(target);
  const files = await Promise.all([...TOPOLOGY.services, "job" as const].map(async (program) => {
    const of = program === "job" ? program : program.name;
    const definition = await taskDefinition(program, `${registry}/${TOPOLOGY.name}/${of}:${REVISION}`, installation);
    return [`${name}/${of}.json`, `${JSON.stringify(definition, undefined, 2)}\n`] as const;
  }));
  return new Map(files);
}

if (import.meta.main) {
  const check = Deno.args.includes("--check");
  for (const target of ["local", "aws"] as const) {
    for (const [name, text] of await goldenFiles(target)) {
      const path = new URL(`golden/${name}`, import.meta.url);
      if (!check) {
        await Deno.mkdir(new URL(".", path), { recursive: true });
        await Deno.writeTextFile(path, text);
      } else if (await Deno.readTextFile(path) !== text) {
        console.error(
          `deploy/golden/${name} is not what the topology says: run deno task deploy:golden, read the difference`,
        );
        Deno.exitCode = 1;
      }
    }
  }
}
