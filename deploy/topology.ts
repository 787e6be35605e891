/** What runs, as plain data. `topology_faults.ts` checks it before anything is asked of AWS. */

export type ServiceName = "auth" | "billing" | "patient" | "analytics" | "gateway";

/** What a variable holds: a text, the address of another service, a parameter, or `host[:port]` as clients write it. */
export type Value =
  | string
  | { readonly httpOf: ServiceName }
  | { readonly grpcOf: ServiceName }
  | { readonly parameter: string }
  | { readonly clientsHosts: true };

/** How a secret comes to be: given by somebody, given where there is one, or made at random by the first `up`. */
export type Origin = "given" | "optional" | "32 bytes in base64" | "a password";

export interface Program {
  /** CPU units of AWS: 1024 are one core. */
  readonly cpu: number;
  readonly memoryMiB: number;
  /** Beside those that the image sets itself. */
  readonly variables: Readonly<Record<string, Value>>;
  /** Names of variables that come from Secrets Manager, under the topology's name. */
  readonly secrets: readonly string[];
}

export interface Service extends Program {
  readonly name: ServiceName;
  /** How many tasks. */
  readonly count: number;
  readonly ports: { readonly http: number; readonly grpc?: number };
  /** Services that are rolled out before this one. */
  readonly after: readonly ServiceName[];
}

export interface Topology {
  /** Of the cluster, and the beginning of every other name. */
  readonly name: string;
  readonly services: readonly Service[];
  /** Brings databases and topics up to date and makes the first administrator, once for each rollout that changes it. */
  readonly job: Program;
  readonly secrets: Readonly<Record<string, Origin>>;
  /** Not secret, always given: kept in the Parameter Store, and plain in the task definitions. */
  readonly parameters: readonly string[];
}

export const TOPOLOGY: Topology = {
  name: "patient-management",
  services: [
    {
      name: "auth",
      cpu: 256,
      memoryMiB: 512,
      count: 1,
      ports: { http: 4005, grpc: 9005 },
      after: [],
      variables: {},
      secrets: ["DATABASE_URL_AUTH", "AUTH_KEY_ENCRYPTION_KEY"],
    },
    {
      name: "billing",
      cpu: 256,
      memoryMiB: 512,
      count: 1,
      ports: { http: 4001, grpc: 9001 },
      after: ["auth"],
      variables: {
        AUTH_URL: { httpOf: "auth" },
        AUTH_GRPC_TARGET: { grpcOf: "auth" },
      },
      secrets: ["DATABASE_URL_BILLING", "BILLING_CLIENT_SECRET"],
    },
    {
      name: "patient",
      cpu: 512,
      memoryMiB: 1024,
      count: 1,
      ports: { http: 4000, grpc: 9000 },
      after: ["auth", "billing"],
      variables: {
        AUTH_URL: { httpOf: "auth" },
        AUTH_GRPC_TARGET: { grpcOf: "auth" },
        BILLING_GRPC_TARGET: { grpcOf: "billing" },
        KAFKA_BROKERS: { parameter: "KAFKA_BROKERS" },
      },
      secrets: ["DATABASE_URL_PATIENT", "PATIENT_CLIENT_SECRET"],
    },
    {
      name: "analytics",
      cpu: 256,
      memoryMiB: 512,
      count: 1,
      ports: { http: 4002 },
      after: ["auth", "patient"],
      variables: {
        AUTH_URL: { httpOf: "auth" },
        AUTH_GRPC_TARGET: { grpcOf: "auth" },
        KAFKA_BROKERS: { parameter: "KAFKA_BROKERS" },
      },
      secrets: ["DATABASE_URL_ANALYTICS", "ANALYTICS_CLIENT_SECRET"],
    },
    {
      name: "gateway",
      cpu: 512,
      memoryMiB: 1024,
      count: 1,
      ports: { http: 4004 },
      after: ["auth", "billing", "patient", "analytics"],
      variables: {
        AUTH_URL: { httpOf: "auth" },
        AUTH_GRPC_TARGET: { grpcOf: "auth" },
        PATIENT_URL: { httpOf: "patient" },
        BILLING_URL: { httpOf: "billing" },
        ANALYTICS_URL: { httpOf: "analytics" },
        ALLOWED_HOSTS: { clientsHosts: true },
      },
      secrets: ["GATEWAY_CLIENT_SECRET"],
    },
  ],
  job: {
    cpu: 256,
    memoryMiB: 512,
    variables: {
      KAFKA_BROKERS: { parameter: "KAFKA_BROKERS" },
      KAFKA_REPLICATION_FACTOR: { parameter: "KAFKA_REPLICATION_FACTOR" },
      BOOTSTRAP_ADMIN_EMAIL: { parameter: "BOOTSTRAP_ADMIN_EMAIL" },
    },
    secrets: [
      "DATABASE_URL_AUTH",
      "DATABASE_URL_PATIENT",
      "DATABASE_URL_BILLING",
      "DATABASE_URL_ANALYTICS",
      "POSTGRES_ADMIN_URL",
      "GATEWAY_CLIENT_SECRET",
      "PATIENT_CLIENT_SECRET",
      "BILLING_CLIENT_SECRET",
      "ANALYTICS_CLIENT_SECRET",
      "OPERATOR_CLIENT_SECRET",
      "BOOTSTRAP_ADMIN_PASSWORD",
    ],
  },
  secrets: {
    DATABASE_URL_AUTH: "given",
    DATABASE_URL_PATIENT: "given",
    DATABASE_URL_BILLING: "given",
    DATABASE_URL_ANALYTICS: "given",
    POSTGRES_ADMIN_URL: "optional",
    AUTH_KEY_ENCRYPTION_KEY: "32 bytes in base64",
    GATEWAY_CLIENT_SECRET: "a password",
    PATIENT_CLIENT_SECRET: "a password",
    BILLING_CLIENT_SECRET: "a password",
    ANALYTICS_CLIENT_SECRET: "a password",
    OPERATOR_CLIENT_SECRET: "a password",
    BOOTSTRAP_ADMIN_PASSWORD: "a password",
  },
  parameters: ["KAFKA_BROKERS", "KAFKA_REPLICATION_FACTOR", "BOOTSTRAP_ADMIN_EMAIL"],
};
