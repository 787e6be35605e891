import { permissionFlags, type Permissions } from "@pms/lib/service";
import * as analytics from "../services/analytics/config.ts";
import * as auth from "../services/auth/config.ts";
import * as billing from "../services/billing/config.ts";
import * as gateway from "../services/gateway/config.ts";
import * as patient from "../services/patient/config.ts";
import type { ServiceName } from "./topology.ts";

interface Config<T> {
  readConfig(env: { get(name: string): string | undefined }): T;
  permissions(config: T): Permissions;
}

/** How a container is started with just the rights that follow from its variables. */
export interface Start {
  /** Instead of the image's own, which knows no hosts. */
  readonly command: readonly string[];
  readonly healthCheck: readonly string[];
}

const PROGRAM = "/app/main.js";
const V8_FLAGS = "--v8-flags=--max-semi-space-size=8";

/** Throws a ConfigError that names every variable that is missing or wrong, and no value. */
export function rightsOf(name: ServiceName | "job", variables: Readonly<Record<string, string>>): Start {
  switch (name) {
    case "auth":
      return start(auth, variables);
    case "billing":
      return start(billing, variables);
    case "patient":
      return start(patient, variables);
    case "analytics":
      return start(analytics, variables);
    case "gateway":
      return start(gateway, variables);
    case "job":
      return { command: [], healthCheck: [] };
  }
}

function start<T>(config: Config<T>, variables: Readonly<Record<string, string>>): Start {
  const rights = permissionFlags(config.permissions(config.readConfig({ get: (key) => variables[key] })));
  return {
    command: ["run", V8_FLAGS, ...rights, PROGRAM],
    healthCheck: ["/bin/deno", "run", ...rights, PROGRAM, "health"],
  };
}
