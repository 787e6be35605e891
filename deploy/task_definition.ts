import type { ContainerDefinition, RegisterTaskDefinitionCommandInput } from "@aws-sdk/client-ecs";
import { commandOf, healthCommandOf } from "../tools/images/programs.ts";
import { clientsHosts, hostPort, placeOf, portOf } from "./places.ts";
import type { Target } from "./settings.ts";
import type { Program, Service, Topology, Value } from "./topology.ts";

/** What only this installation knows. */
export interface Installation {
  readonly topology: Topology;
  readonly target: Target;
  readonly parameters: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, Secret>>;
  /** DNS name of the load balancer, where there is one. */
  readonly loadBalancerName?: string | undefined;
}

export interface Secret {
  readonly arn: string;
  /** Changes with the value. */
  readonly version: string;
  /** Read for its form and the host in it; never leaves this program. */
  readonly value: string;
}

/** The digest of everything in a definition, kept as a label of its container: equal digests mean nothing to do. */
export const DIGEST_LABEL = "patient-management.definition";

const USER = "65532:65532";
const STOP_SECONDS = 30;

export type JobName = "job";

export function familyOf(topology: Topology, name: string): string {
  return `${topology.name}-${name}`;
}

export function logGroupOf(topology: Topology, name: string): string {
  return `/${topology.name}/${name}`;
}

/** Where CloudWatch keeps what one task printed. */
export function logStreamOf(name: string, taskId: string): string {
  return `ecs/${name}/${taskId}`;
}

/** The task definition of a service, or of the job, for a target. Throws a ConfigError for variables that are wrong. */
export async function taskDefinition(
  of: Service | JobName,
  image: string,
  installation: Installation,
): Promise<RegisterTaskDefinitionCommandInput> {
  const { topology, target } = installation;
  const program: Program = of === "job" ? topology.job : of;
  const name = of === "job" ? of : of.name;
  const variables = plainVariables(program, installation);
  const secrets = program.secrets.flatMap((key) => {
    const secret = installation.secrets[key];
    return secret === undefined ? [] : [{ key, ...secret }];
  });
  const values = { ...variables, ...Object.fromEntries(secrets.map(({ key, value }) => [key, value])) };

  const container: ContainerDefinition = {
    name,
    image,
    essential: true,
    // The rights follow from the variables: just the hosts of this target.
    command: commandOf(name, { get: (key) => values[key] }),
    environment: Object.entries(variables).map(([key, value]) => ({ name: key, value })),
    secrets: secrets.map(({ key, arn }) => ({ name: key, valueFrom: arn })),
    user: USER,
    readonlyRootFilesystem: true,
    linuxParameters: { capabilities: { drop: ["ALL"] } },
    stopTimeout: STOP_SECONDS,
    logConfiguration: {
      logDriver: "awslogs",
      options: {
        "awslogs-group": logGroupOf(topology, name),
        "awslogs-region": target.region,
        "awslogs-stream-prefix": "ecs",
      },
    },
    ...(of !== "job" && {
      portMappings: portMappings(of, target),
      healthCheck: {
        command: ["CMD", ...healthCommandOf(name) ?? []],
        interval: 10,
        timeout: 10, // Where processors are short a look takes seconds: it starts a program.
        retries: 5,
        startPeriod: 20,
      },
    }),
    ...(target.name === "local" && { cpu: program.cpu, memory: program.memoryMiB }),
  };
  const definition: RegisterTaskDefinitionCommandInput = {
    family: familyOf(topology, name),
    ...(target.name === "local" ? { networkMode: "bridge", requiresCompatibilities: ["EC2"] } : {
      networkMode: "awsvpc",
      requiresCompatibilities: ["FARGATE"],
      cpu: String(program.cpu),
      memory: String(program.memoryMiB),
      runtimePlatform: { operatingSystemFamily: "LINUX", cpuArchitecture: "X86_64" },
      executionRoleArn: target.executionRole,
      ...(target.taskRole !== undefined && { taskRoleArn: target.taskRole }),
    }),
    containerDefinitions: [container],
  };
  // A secret that was set anew is a change, too: running tasks have the old one until they are replaced.
  const versions = secrets.map(({ version }) => version);
  const digest = await digestOf(JSON.stringify([definition, versions]));
  return { ...definition, containerDefinitions: [{ ...container, dockerLabels: { [DIGEST_LABEL]: digest } }] };
}

function plainVariables(program: Program, { topology, target, parameters, loadBalancerName }: Installation) {
  const find = (name: string) => {
    const service = topology.services.find((each) => each.name === name);
    if (service === undefined) throw new Error(`the topology has no service ${name}`);
    return service;
  };
  const text = (value: Value): string => {
    if (typeof value === "string") return value;
    if ("httpOf" in value) return `http://${placeOf(find(value.httpOf), "http", topology, target)}`;
    if ("grpcOf" in value) return placeOf(find(value.grpcOf), "grpc", topology, target);
    if ("parameter" in value) return parameters[value.parameter] ?? "";
    return clientsHosts(find("gateway"), target, loadBalancerName).join(",");
  };
  return Object.fromEntries(Object.entries(program.variables).map(([key, value]) => [key, text(value)]));
}

function portMappings(service: Service, target: Target) {
  const kinds = service.ports.grpc === undefined ? ["http"] as const : ["http", "grpc"] as const;
  return kinds.map((kind) => ({
    containerPort: portOf(service, kind),
    ...(target.name === "local" && { hostPort: hostPort(service, kind, target) }),
    protocol: "tcp" as const,
  }));
}

async function digestOf(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return new Uint8Array(digest).toHex().slice(0, 32);
}
