import { PROGRAMS } from "../tools/images/programs.ts";
import { DeployError } from "./failure.ts";
import { hostPort } from "./places.ts";
import type { Target } from "./settings.ts";
import type { Program, Service, ServiceName, Topology, Value } from "./topology.ts";

/** Fargate's sizes: CPU units, and for each the memory in MiB from, to and in steps of. */
const FARGATE_SIZES: Readonly<Record<number, readonly [from: number, to: number, step: number]>> = {
  256: [512, 2_048, 512],
  512: [1_024, 4_096, 1_024],
  1_024: [2_048, 8_192, 1_024],
  2_048: [4_096, 16_384, 1_024],
  4_096: [8_192, 30_720, 1_024],
};
const NAME = /^[a-z][a-z0-9-]{1,40}$/;
const VARIABLE = /^[A-Z][A-Z0-9_]{0,63}$/;
const COUNT_MAX = 100;

/** What is wrong with a topology for a target, each fault in words. Emulators accept nearly everything, AWS tells late. */
export function topologyFaults(topology: Topology, target: Target): string[] {
  const faults: string[] = [];
  if (!NAME.test(topology.name)) faults.push(`name: "${topology.name}" is no name for a cluster`);
  const names = topology.services.map(({ name }) => name);
  for (const name of repeated(names)) faults.push(`${name}: it is there twice`);
  for (const service of topology.services) {
    faults.push(...serviceFaults(service, names, target).map((fault) => `${service.name}: ${fault}`));
  }
  for (const [name, program] of programsOf(topology)) {
    faults.push(...programFaults(program, topology, target).map((fault) => `${name}: ${fault}`));
  }
  faults.push(...portFaults(topology, target));
  const circle = circleIn(topology.services);
  if (circle !== undefined) faults.push(`order: ${circle.join(" after ")}`);
  if (!names.includes("gateway")) faults.push("there is no gateway: nobody could get in");
  return faults;
}

/** Throws one error with all faults. */
export function checkTopology(topology: Topology, target: Target): void {
  const faults = topologyFaults(topology, target);
  if (faults.length === 0) return;
  throw new DeployError(
    `deploy/topology.ts cannot be deployed as it is:\n${faults.map((each) => `  ${each}`).join("\n")}`,
  );
}

/** The services chosen, or all, each after those that it needs. */
export function inOrder(topology: Topology, chosen: readonly string[] = []): Service[] {
  const done: Service[] = [];
  const visit = (service: Service) => {
    if (done.includes(service)) return;
    for (const name of service.after) visit(topology.services.find((each) => each.name === name) ?? service);
    done.push(service);
  };
  for (const service of topology.services) visit(service);
  return chosen.length === 0 ? done : done.filter(({ name }) => chosen.includes(name));
}

function serviceFaults(service: Service, names: readonly string[], target: Target): string[] {
  const { name, count, after } = service;
  return [
    ...(NAME.test(name) ? [] : [`"${name}" is no name for a service`]),
    ...(Number.isInteger(count) && count >= 1 && count <= COUNT_MAX
      ? []
      : [`count ${count}: expected 1 to ${COUNT_MAX}`]),
    ...after.filter((each) => !names.includes(each)).map((each) => `after ${each}: there is no such service`),
    ...countFaults(service, count, target),
    ...listenFaults(service),
  ];
}

/** Why a service cannot have so many tasks on a target. */
export function countFaults(service: Service, count: number, target: Target): string[] {
  if (count <= 1 || target.name !== "local") return [];
  return [
    `${count} tasks: on an emulator a service has a fixed port of the host (${hostPort(service, "http", target)}), ` +
    "which only one task can have; more of them need --target aws, or docker compose",
  ];
}

/** The image decides where its program listens and is asked for its health. */
function listenFaults({ name, ports }: Service): string[] {
  const [http, grpc]: readonly (number | undefined)[] = PROGRAMS[name]?.ports ?? [];
  return [
    ...(ports.http === http ? [] : [`port ${ports.http}: the program in its image listens on ${http}`]),
    ...(ports.grpc === grpc ? [] : [`gRPC port ${ports.grpc}: the program in its image listens on ${grpc}`]),
  ];
}

function programFaults(program: Program, topology: Topology, target: Target): string[] {
  const { cpu, memoryMiB, variables, secrets } = program;
  const names = [...Object.keys(variables), ...secrets];
  return [
    ...sizeFaults(cpu, memoryMiB, target),
    ...names.filter((name) => !VARIABLE.test(name)).map((name) => `"${name}" is no name for a variable`),
    ...repeated(names).map((name) => `${name}: it is there twice`),
    ...secrets.filter((name) => topology.secrets[name] === undefined).map((name) => `${name}: no such secret`),
    ...Object.keys(variables).filter((name) => topology.secrets[name] !== undefined)
      .map((name) => `${name}: a secret may not be a plain variable`),
    ...Object.entries(variables).flatMap(([name, value]) =>
      valueFaults(value, topology).map((fault) => `${name}: ${fault}`)
    ),
  ];
}

function sizeFaults(cpu: number, memoryMiB: number, target: Target): string[] {
  const size = FARGATE_SIZES[cpu];
  if (size === undefined) return [`cpu ${cpu}: expected one of ${Object.keys(FARGATE_SIZES).join(", ")}`];
  const [from, to, step] = size;
  // Checked for both targets: what runs on the emulator today goes to AWS tomorrow.
  if (memoryMiB >= from && memoryMiB <= to && memoryMiB % step === 0) return [];
  const where = target.name === "aws" ? "" : " (Fargate's sizes)";
  return [`memory ${memoryMiB} MiB with cpu ${cpu}: expected ${from} to ${to} in steps of ${step}${where}`];
}

function valueFaults(value: Value, topology: Topology): string[] {
  if (typeof value === "string") return [];
  const find = (name: ServiceName) => topology.services.find((each) => each.name === name);
  if ("httpOf" in value) return find(value.httpOf) === undefined ? [`there is no service ${value.httpOf}`] : [];
  if ("grpcOf" in value) {
    return find(value.grpcOf)?.ports.grpc === undefined ? [`${value.grpcOf} has no gRPC port`] : [];
  }
  if ("parameter" in value && !topology.parameters.includes(value.parameter)) {
    return [`there is no parameter ${value.parameter}`];
  }
  return [];
}

function portFaults(topology: Topology, target: Target): string[] {
  const ports = topology.services.flatMap((service) => {
    const kinds = service.ports.grpc === undefined ? ["http"] as const : ["http", "grpc"] as const;
    return kinds.map((kind) => ({
      service: service.name,
      container: service.ports[kind] ?? 0,
      host: target.name === "local" ? hostPort(service, kind, target) : service.ports[kind] ?? 0,
    }));
  });
  const bad = ports.flatMap(({ service, container, host }) =>
    [container, host].filter((port) => !Number.isInteger(port) || port < 1 || port > 65_535)
      .map((port) => `${service}: ${port} is no port`)
  );
  // On AWS each task has an address of its own, but one port for two things would still mislead people.
  return [...bad, ...repeated(ports.map(({ host }) => String(host))).map((port) => `port ${port} is given twice`)];
}

function programsOf(topology: Topology): (readonly [string, Program])[] {
  return [...topology.services.map((service) => [service.name, service] as const), ["job", topology.job] as const];
}

function repeated(values: readonly string[]): string[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
}

function circleIn(services: readonly Service[]): string[] | undefined {
  const walk = (name: string, path: readonly string[]): string[] | undefined => {
    if (path.includes(name)) return [...path.slice(path.indexOf(name)), name];
    const service = services.find((each) => each.name === name);
    for (const next of service?.after ?? []) {
      const circle = walk(next, [...path, name]);
      if (circle !== undefined) return circle;
    }
    return undefined;
  };
  for (const { name } of services) {
    const circle = walk(name, []);
    if (circle !== undefined) return circle;
  }
  return undefined;
}
