import type { Context } from "../context.ts";
import { describeDefinition, describeServices, type EcsService, revisionOfImage, tasksOf } from "../ecs.ts";
import { loadBalancerName } from "../load_balancer.ts";
import { hostOfEngine, hostPort, urlOf } from "../places.ts";
import { shortRevision } from "../revision.ts";
import { standing } from "../standing.ts";
import { ask } from "../smoke.ts";
import type { Service } from "../topology.ts";
import { inOrder } from "../topology_faults.ts";

export interface ServiceStatus {
  readonly service: string;
  readonly state: "absent" | "rolling out" | "serving" | "failed" | "stopped";
  /** The git revision of its image. */
  readonly revision?: string;
  /** Family and number in ECS. */
  readonly taskDefinition?: string;
  readonly desired: number;
  readonly running: number;
  readonly health: "healthy" | "unhealthy" | "unknown";
  /** What is not as it should be, in words. */
  readonly detail?: string;
}

export interface Status {
  readonly cluster: string;
  readonly url: string | undefined;
  readonly services: readonly ServiceStatus[];
}

/** What runs: revisions, tasks, health and URL. */
export async function status(context: Context): Promise<Status> {
  const { topology, target, aws } = context;
  const there = await describeServices(aws, topology);
  const services = await Promise.all(
    inOrder(topology).map((service) => statusOf(context, service, there.get(service.name))),
  );
  const gateway = topology.services.find(({ name }) => name === "gateway");
  const balancer = target.name === "aws" ? await loadBalancerName(aws, topology) : undefined;
  const url = gateway === undefined || !there.has("gateway") ? undefined : urlOf(gateway, target, balancer);
  return { cluster: topology.name, url, services };
}

async function statusOf(context: Context, spec: Service, service: EcsService | undefined): Promise<ServiceStatus> {
  if (service?.taskDefinition === undefined) {
    return { service: spec.name, state: "absent", desired: 0, running: 0, health: "unknown" };
  }
  const definition = await describeDefinition(context.aws, service.taskDefinition);
  const now = standing(service, service.taskDefinition);
  const desired = service.desiredCount ?? 0;
  const running = service.runningCount ?? 0;
  const state = desired === 0 ? "stopped" : now.state === "waiting" ? "rolling out" : now.state;
  const health = running === 0 ? { health: "unknown" as const } : await healthOf(context, spec);
  const detail = now.state === "failed" ? now.why : health.detail;
  return {
    service: spec.name,
    state,
    revision: revisionOfImage(definition?.image ?? ""),
    taskDefinition: `${definition?.family}:${definition?.number}`,
    desired,
    running,
    health: health.health,
    ...(detail !== undefined && { detail }),
  };
}

/** On AWS as ECS knows it from its own checks; an emulator makes none, so there the service is asked. */
async function healthOf(
  { aws, topology, target }: Context,
  service: Service,
): Promise<Pick<ServiceStatus, "health" | "detail">> {
  if (target.name === "aws") {
    const tasks = await tasksOf(aws, topology, service.name, "RUNNING");
    const known = tasks.map(({ healthStatus }) => healthStatus);
    if (known.includes("UNHEALTHY")) return { health: "unhealthy" };
    return { health: known.length > 0 && known.every((each) => each === "HEALTHY") ? "healthy" : "unknown" };
  }
  const answer = await ask(`http://${hostOfEngine(target)}:${hostPort(service, "http", target)}/readyz`);
  if (typeof answer === "string") return { health: "unhealthy", detail: `its /readyz ${answer}` };
  if (answer.status === 200) return { health: "healthy" };
  return { health: "unhealthy", detail: `its /readyz answers ${answer.status}${answer.says}` };
}

/** As a table for people. */
export function statusLines({ cluster, url, services }: Status): string[] {
  if (services.every(({ state }) => state === "absent")) return [`Nothing is deployed in the cluster ${cluster}.`];
  const rows = services.map((
    { service, state, revision = "", taskDefinition = "", desired, running, health, detail },
  ) => [
    service,
    state,
    shortRevision(revision),
    taskDefinition.split(":").at(-1) ?? "",
    `${running}/${desired}`,
    health,
    detail ?? "",
  ]);
  const table = [["SERVICE", "STATE", "REVISION", "NO.", "TASKS", "HEALTH", ""], ...rows];
  const widths = table[0]!.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  const lines = table.map((row) => row.map((cell, column) => cell.padEnd(widths[column]!)).join("  ").trimEnd());
  return [...lines, ...(url === undefined ? [] : ["", url])];
}
