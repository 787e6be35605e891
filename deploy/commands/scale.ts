import type { Context } from "../context.ts";
import { describeService, SCALED_TAG, tag, updateService } from "../ecs.ts";
import { DeployError } from "../failure.ts";
import type { ServiceName } from "../topology.ts";
import { countFaults } from "../topology_faults.ts";
import { untilServing } from "../watch.ts";

/** So many tasks from now on; the next `up` keeps the number. The topology's own number ends that. */
export async function scale(context: Context, name: ServiceName, count: number): Promise<void> {
  const { aws, topology, target, progress } = context;
  const spec = topology.services.find((each) => each.name === name);
  if (spec === undefined) throw new Error(`the topology has no service ${name}`);
  const faults = countFaults(spec, count, target);
  if (faults.length > 0) throw new DeployError(`${name}: ${faults.join("; ")}. Nothing was changed.`);
  const service = await describeService(aws, topology, name);
  if (service?.taskDefinition === undefined) {
    throw new DeployError(`${name} is not deployed. First: deno task deploy up ${name}`);
  }
  const before = service.desiredCount ?? 0;
  progress.step(name, `${before} → ${count} tasks`);
  await updateService(aws, topology, name, { desiredCount: count });
  await tag(aws, service.serviceArn ?? "", SCALED_TAG, count === spec.count ? undefined : String(count));
  const sinceMs = Date.now();
  const why = count === 0
    ? undefined
    : await untilServing(context, { service: spec, wanted: service.taskDefinition, sinceMs });
  if (why !== undefined) throw new DeployError(`${name}: ${count} tasks were asked for, but ${why}.`);
  progress.done(name, `${count} tasks`);
}
