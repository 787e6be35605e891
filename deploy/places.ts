import type { Target } from "./settings.ts";
import type { Service, Topology } from "./topology.ts";

/** Under which a container reaches the engine's host. */
const HOST_OF_CONTAINERS = "host.docker.internal";

/** `host:port` under which another task reaches a service. */
export function placeOf(service: Service, kind: "http" | "grpc", topology: Topology, target: Target): string {
  if (target.name === "local") return `${HOST_OF_CONTAINERS}:${hostPort(service, kind, target)}`;
  return `${service.name}.${namespaceOf(topology)}:${portOf(service, kind)}`;
}

/** The DNS namespace of the services on AWS. */
export function namespaceOf(topology: Topology): string {
  return `${topology.name}.internal`;
}

/** `host[:port]` as clients write it into `Host`. */
export function clientsHosts(gateway: Service, target: Target, loadBalancerName: string | undefined): string[] {
  if (target.name === "local") {
    const port = hostPort(gateway, "http", target);
    return [...new Set(["127.0.0.1", "localhost", hostOfEngine(target)])].map((host) => `${host}:${port}`);
  }
  return target.hosts.length > 0 ? [...target.hosts] : loadBalancerName === undefined ? [] : [loadBalancerName];
}

/** Where clients, and the smoke call, find the gateway. */
export function urlOf(gateway: Service, target: Target, loadBalancerName: string | undefined): string | undefined {
  if (target.name === "local") return `http://${hostOfEngine(target)}:${hostPort(gateway, "http", target)}`;
  const [host] = clientsHosts(gateway, target, loadBalancerName);
  return host === undefined ? undefined : `${target.certificate === undefined ? "http" : "https"}://${host}`;
}

/** The engine is taken to be where its emulator is. */
export function hostOfEngine(target: Target & { name: "local" }): string {
  const { hostname } = new URL(target.endpoint);
  return hostname === "localhost" ? "127.0.0.1" : hostname;
}

export function hostPort(service: Service, kind: "http" | "grpc", target: Target & { name: "local" }): number {
  return target.hostPorts[service.name][kind] ?? portOf(service, kind);
}

export function portOf(service: Service, kind: "http" | "grpc"): number {
  const port = service.ports[kind];
  if (port === undefined) throw new Error(`${service.name} has no ${kind} port`);
  return port;
}
