import { type Environment, permissionFlags, type Permissions, V8_FLAGS } from "@pms/lib/service";
import * as analytics from "../../services/analytics/config.ts";
import * as auth from "../../services/auth/config.ts";
import * as billing from "../../services/billing/config.ts";
import * as gateway from "../../services/gateway/config.ts";
import * as patient from "../../services/patient/config.ts";
import * as job from "../job/config.ts";

/** A program that has an image. */
export interface Program {
  /** From the project's folder. */
  readonly entry: string;
  /** What the image itself sets: what follows from being in a container, and where its files are. */
  readonly variables: Readonly<Record<string, string>>;
  /** Where it listens; the first one answers `/readyz`. The job listens nowhere. */
  readonly ports: readonly number[];
  /** The rights that follow from its variables, the image's own included. */
  rights(env: Environment): Permissions;
}

/** Where an image holds what a program is made of. */
export const APP = "/app";
/** As deno.json has it: there, an image has none. */
const UNSTABLE_FLAGS = ["--unstable-no-legacy-abort"];
const ARGON2_LIBRARY = `${APP}/argon2.node`;

export const PROGRAMS = {
  gateway: {
    entry: "services/gateway/main.ts",
    variables: {
      GATEWAY_HTTP_HOST: "0.0.0.0",
      // Published nowhere: who may reach it is in the same network.
      GATEWAY_ADMIN_HOST: "0.0.0.0",
      GATEWAY_ADMIN_PORT: "4003",
      SWAGGER_UI_DIR: `${APP}/swagger-ui`,
    },
    ports: [4004],
    rights: (env) => gateway.permissions(gateway.readConfig(env)),
  },
  auth: {
    entry: "services/auth/main.ts",
    variables: { AUTH_HTTP_HOST: "0.0.0.0", AUTH_GRPC_HOST: "0.0.0.0", ARGON2_LIBRARY },
    ports: [4005, 9005],
    rights: (env) => auth.permissions(auth.readConfig(env)),
  },
  patient: {
    entry: "services/patient/main.ts",
    variables: { PATIENT_HTTP_HOST: "0.0.0.0", PATIENT_GRPC_HOST: "0.0.0.0" },
    ports: [4000, 9000],
    rights: (env) => patient.permissions(patient.readConfig(env)),
  },
  billing: {
    entry: "services/billing/main.ts",
    variables: { BILLING_HTTP_HOST: "0.0.0.0", BILLING_GRPC_HOST: "0.0.0.0" },
    ports: [4001, 9001],
    rights: (env) => billing.permissions(billing.readConfig(env)),
  },
  analytics: {
    entry: "services/analytics/main.ts",
    variables: { ANALYTICS_HTTP_HOST: "0.0.0.0" },
    ports: [4002],
    rights: (env) => analytics.permissions(analytics.readConfig(env)),
  },
  job: {
    entry: "tools/job/main.ts",
    variables: { ARGON2_LIBRARY, MIGRATIONS_DIR: `${APP}/migrations` },
    ports: [],
    rights: (env) => job.permissions(job.readConfig(env)),
  },
} as const satisfies Readonly<Record<string, Program>>;

export type ProgramName = keyof typeof PROGRAMS;
export const PROGRAM_NAMES = Object.keys(PROGRAMS) as readonly ProgramName[];

/** What a container runs after the image's entry point, given the variables that it will get beside the image's own. */
export function commandOf(name: ProgramName, env: Environment): string[] {
  const program: Program = PROGRAMS[name];
  const all: Environment = { ...env, get: (variable) => env.get(variable) ?? program.variables[variable] };
  return ["run", V8_FLAGS, ...UNSTABLE_FLAGS, ...permissionFlags(program.rights(all)), `${APP}/main.js`];
}

/** How a container is asked whether it may get work: the program itself, with no right but to ask its own port. */
export function healthCommandOf(name: ProgramName): string[] | undefined {
  const [port] = PROGRAMS[name].ports;
  if (port === undefined) return undefined;
  const rights = ["--no-prompt", "--ignore-env", `--allow-net=127.0.0.1:${port}`];
  return ["/bin/deno", "run", ...rights, `${APP}/main.js`, "health", String(port)];
}

export function isProgramName(name: string): name is ProgramName {
  return Object.hasOwn(PROGRAMS, name);
}
