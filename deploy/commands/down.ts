import {
  DeleteClusterCommand,
  DeleteServiceCommand,
  DeregisterTaskDefinitionCommand,
  ListTaskDefinitionsCommand,
} from "@aws-sdk/client-ecs";
import { orMissing } from "../aws.ts";
import type { Context } from "../context.ts";
import { deleteNames } from "../discovery.ts";
import { describeServices, tasksOf } from "../ecs.ts";
import { DeployError } from "../failure.ts";
import { deleteLoadBalancer } from "../load_balancer.ts";
import { familyOf } from "../task_definition.ts";
import { inOrder } from "../topology_faults.ts";

const STOP_MS_MAX = 120_000;
const POLL_MS = 500;

/**
 * Removes what runs: services, the load balancer and the names on AWS, the cluster. Task definitions are deregistered, so
 * that no later rollback finds them. Images, secrets, parameters and logs stay, and so do databases and topics.
 */
export async function down(context: Context): Promise<string[]> {
  const { topology, target, aws, progress } = context;
  const there = await describeServices(aws, topology);
  const services = inOrder(topology).toReversed().filter(({ name }) => there.has(name));
  for (const { name } of services) {
    progress.step(name, "stopping");
    await aws.ecs.send(new DeleteServiceCommand({ cluster: topology.name, service: name, force: true }));
  }
  for (const { name } of services) {
    await untilStopped(context, name);
    progress.done(name, "removed");
  }
  for (const name of [...topology.services.map((each) => each.name), "job"]) {
    await deregister(context, familyOf(topology, name));
  }
  if (target.name === "aws") {
    await deleteLoadBalancer(aws, topology);
    await deleteNames(aws, topology);
  }
  await orMissing(aws.ecs.send(new DeleteClusterCommand({ cluster: topology.name })), "ClusterNotFoundException");
  return services.map(({ name }) => name);
}

async function untilStopped({ aws, topology }: Context, name: string): Promise<void> {
  const end = Date.now() + STOP_MS_MAX;
  while ((await tasksOf(aws, topology, name, "RUNNING")).length > 0) {
    if (Date.now() > end) throw new DeployError(`${name}: its tasks did not stop within ${STOP_MS_MAX / 1_000} s.`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

async function deregister({ aws }: Context, family: string): Promise<void> {
  while (true) {
    const { taskDefinitionArns = [] } = await aws.ecs.send(
      new ListTaskDefinitionsCommand({ familyPrefix: family, status: "ACTIVE" }),
    );
    const own = taskDefinitionArns.filter((arn) => arn.includes(`/${family}:`));
    if (own.length === 0) return;
    for (const taskDefinition of own) await aws.ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition }));
  }
}
