import { loadConfig, variable, variablesOf } from "@pms/lib/service";
import { z } from "@pms/lib/schema";
import type { ServiceName } from "./topology.ts";

/** Where a deployment goes. */
export type Target = LocalTarget | AwsTarget;

interface Common {
  readonly region: string;
  /** Of the AWS API; undefined is AWS itself. */
  readonly endpoint: string | undefined;
}

/** An emulator that runs tasks on this machine's Docker engine, without names between them: fixed ports of the host. */
export interface LocalTarget extends Common {
  readonly name: "local";
  readonly endpoint: string;
  readonly hostPorts: Readonly<Record<ServiceName, { readonly http: number; readonly grpc?: number }>>;
}

/** Fargate: each task has an address and a name of its own. */
export interface AwsTarget extends Common {
  readonly name: "aws";
  readonly vpc: string;
  readonly subnets: readonly string[];
  readonly securityGroups: readonly string[];
  readonly loadBalancerSubnets: readonly string[];
  readonly loadBalancerSecurityGroups: readonly string[];
  readonly executionRole: string;
  readonly taskRole: string | undefined;
  /** Without one the load balancer speaks plain HTTP. */
  readonly certificate: string | undefined;
  /** Names under which clients know the gateway; none is the load balancer's own. */
  readonly hosts: readonly string[];
}

const region = () => z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, { error: "expected a region such as eu-central-1" });

const Local = z.object({
  AWS_ENDPOINT_URL: variable.httpUrl().default("http://127.0.0.1:4566"),
  AWS_REGION: region().default("us-east-1"),
  AUTH_HTTP_PORT: variable.port(4005),
  BILLING_HTTP_PORT: variable.port(4001),
  BILLING_GRPC_PORT: variable.port(9001),
  PATIENT_HTTP_PORT: variable.port(4000),
  PATIENT_GRPC_PORT: variable.port(9000),
  ANALYTICS_HTTP_PORT: variable.port(4002),
  GATEWAY_HTTP_PORT: variable.port(4004),
});

const Aws = z.object({
  AWS_ENDPOINT_URL: variable.httpUrl().optional(),
  AWS_REGION: region(),
  DEPLOY_VPC: id("vpc"),
  DEPLOY_SUBNETS: ids("subnet"),
  DEPLOY_SECURITY_GROUPS: ids("sg"),
  DEPLOY_LOAD_BALANCER_SUBNETS: ids("subnet"),
  DEPLOY_LOAD_BALANCER_SECURITY_GROUPS: ids("sg"),
  DEPLOY_EXECUTION_ROLE: arn("iam"),
  DEPLOY_TASK_ROLE: arn("iam").optional(),
  DEPLOY_CERTIFICATE: arn("acm").optional(),
  DEPLOY_HOSTS: z.string().regex(/^[^\s/,@]+(,[^\s/,@]+)*$/, { error: "expected host[:port][,host[:port]…]" })
    .optional(),
});

/** Every variable that is read for a target. */
export const SETTING_NAMES: readonly string[] = [...variablesOf(Local), ...variablesOf(Aws)];

/** Throws a ConfigError that names every variable that is missing or wrong. */
export function readTarget(name: "local" | "aws", env: { get(name: string): string | undefined }): Target {
  return name === "local" ? localTarget(env) : awsTarget(env);
}

function localTarget(env: { get(name: string): string | undefined }): LocalTarget {
  const config = loadConfig("deploy", Local, env);
  return {
    name: "local",
    region: config.AWS_REGION,
    endpoint: new URL(config.AWS_ENDPOINT_URL).origin,
    hostPorts: {
      auth: { http: config.AUTH_HTTP_PORT },
      billing: { http: config.BILLING_HTTP_PORT, grpc: config.BILLING_GRPC_PORT },
      patient: { http: config.PATIENT_HTTP_PORT, grpc: config.PATIENT_GRPC_PORT },
      analytics: { http: config.ANALYTICS_HTTP_PORT },
      gateway: { http: config.GATEWAY_HTTP_PORT },
    },
  };
}

function awsTarget(env: { get(name: string): string | undefined }): AwsTarget {
  const config = loadConfig("deploy", Aws, env);
  return {
    name: "aws",
    region: config.AWS_REGION,
    endpoint: config.AWS_ENDPOINT_URL,
    vpc: config.DEPLOY_VPC,
    subnets: config.DEPLOY_SUBNETS,
    securityGroups: config.DEPLOY_SECURITY_GROUPS,
    loadBalancerSubnets: config.DEPLOY_LOAD_BALANCER_SUBNETS,
    loadBalancerSecurityGroups: config.DEPLOY_LOAD_BALANCER_SECURITY_GROUPS,
    executionRole: config.DEPLOY_EXECUTION_ROLE,
    taskRole: config.DEPLOY_TASK_ROLE,
    certificate: config.DEPLOY_CERTIFICATE,
    hosts: config.DEPLOY_HOSTS?.split(",") ?? [],
  };
}

function id(kind: string) {
  const error = `expected an id such as ${kind}-0a1b2c3d`;
  return z.string({ error }).regex(new RegExp(`^${kind}-[0-9a-f]{8,17}$`), { error });
}

function ids(kind: string) {
  const error = `expected ids such as ${kind}-0a1b2c3d, with commas between them`;
  return z.string({ error }).regex(new RegExp(`^${kind}-[0-9a-f]{8,17}(,${kind}-[0-9a-f]{8,17})*$`), { error })
    .transform((list) => list.split(","));
}

function arn(service: string) {
  const error = `expected an ARN, arn:aws:${service}:…`;
  return z.string({ error }).regex(new RegExp(`^arn:aws[a-z-]*:${service}:[^\\s]+$`), { error });
}
