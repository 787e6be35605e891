import type { Context } from "./context.ts";
import { describeServices } from "./ecs.ts";
import { loadBalancerName } from "./load_balancer.ts";
import { urlOf } from "./places.ts";
import { smokeCall } from "./smoke.ts";

/**
 * The call through the gateway that ends a rollout. Returns its URL, or undefined where not all services are there yet.
 * What `scale` brought to no tasks is not missed.
 */
export async function callThrough({ aws, topology, target, progress }: Context): Promise<string | undefined> {
  const there = await describeServices(aws, topology);
  const stopped = topology.services.map(({ name }) => name).filter((name) => there.get(name)?.desiredCount === 0);
  const gateway = topology.services.find(({ name }) => name === "gateway");
  const balancer = target.name === "aws" ? await loadBalancerName(aws, topology) : undefined;
  const url = gateway === undefined ? undefined : urlOf(gateway, target, balancer);
  if (url === undefined || stopped.includes("gateway") || topology.services.some(({ name }) => !there.has(name))) {
    progress.note("not all services are there, so nothing was called through the gateway");
    return undefined;
  }
  await smokeCall(url, stopped);
  return url;
}
