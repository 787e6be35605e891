import type { Context } from "./context.ts";
import { type Definition, describeServices, type EcsService, SCALED_TAG, tasksOf, updateService } from "./ecs.ts";
import { explainRollout } from "./explain.ts";
import { DeployError, EndpointAway } from "./failure.ts";
import { hostOfEngine, hostPort } from "./places.ts";
import { createService, type Ways } from "./prepare.ts";
import { type Change, provenDefinition, restore } from "./restore.ts";
import { standing } from "./standing.ts";
import type { Service } from "./topology.ts";
import { type Rollout, untilProven, untilServing } from "./watch.ts";

/** Rolls out what differs, one service after the other, and watches all of it; undoes all of it when one fails. */
export async function rollOutAll(
  context: Context,
  services: readonly Service[],
  definitions: ReadonlyMap<string, Definition>,
  ways: Ways,
  watchMs: number,
): Promise<Change[]> {
  const { aws, topology, progress } = context;
  const there = await describeServices(aws, topology);
  const pending = services.flatMap((service) => {
    const definition = definitions.get(service.name);
    if (definition === undefined) throw new Error(`${service.name} has no definition`);
    const before = there.get(service.name);
    return isAsWanted(before, service, definition) ? [] : [{ service, definition, before }];
  });
  for (const { service } of pending) await checkPorts(context, service);

  const changes: Change[] = [];
  for (const { service, definition, before } of pending) {
    const proven = await provenDefinition(context, before);
    const change: Change = { service, wanted: definition.arn, sinceMs: Date.now(), before: proven };
    progress.step(service.name, "rolling out");
    try {
      await rollOut(context, service, definition, before, ways);
    } catch (error) {
      if (error instanceof EndpointAway || !(error instanceof Error)) throw error;
      const refusal = `${service.name}: the rollout was refused: ${error.name}: ${error.message}`;
      throw new DeployError([refusal, ...await restore(context, changes)].join("\n"));
    }
    changes.push(change);
    const why = await untilServing(context, change);
    if (why !== undefined) throw await undone(context, changes, change, why);
    progress.done(service.name, "is up");
  }
  if (changes.length === 0) return changes;

  progress.note(`watching for ${watchMs / 1_000} s whether all of it stays up`);
  const fallen = await untilProven(context, changes, watchMs);
  if (fallen !== undefined) throw await undone(context, changes, fallen.rollout, fallen.why);
  return changes;
}

function countOf(service: EcsService | undefined, { count }: Service): number {
  const scaled = service?.tags?.find(({ key }) => key === SCALED_TAG)?.value;
  return scaled === undefined ? count : Number(scaled);
}

/** Nothing to do: it runs this definition, which has proved itself, in the right number. */
function isAsWanted(service: EcsService | undefined, spec: Service, definition: Definition): boolean {
  return service?.taskDefinition === definition.arn && definition.deployed !== undefined &&
    service.desiredCount === countOf(service, spec) && standing(service, definition.arn).state === "serving";
}

async function rollOut(
  context: Context,
  service: Service,
  definition: Definition,
  before: EcsService | undefined,
  ways: Ways,
): Promise<void> {
  const { aws, topology } = context;
  if (before === undefined) return await createService(context, service, definition.arn, ways);
  const desiredCount = countOf(before, service);
  const forceNewDeployment = before.taskDefinition === definition.arn &&
    standing(before, definition.arn).state === "failed";
  await updateService(aws, topology, service.name, {
    taskDefinition: definition.arn,
    desiredCount,
    forceNewDeployment,
  });
}

/** Emulators find out late, and say it in the engine's words. A service that runs has its ports itself. */
async function checkPorts({ aws, topology, target }: Context, service: Service): Promise<void> {
  if (target.name !== "local" || (await tasksOf(aws, topology, service.name, "RUNNING")).length > 0) return;
  for (const kind of ["http", "grpc"] as const) {
    if (service.ports[kind] === undefined) continue;
    const port = hostPort(service, kind, target);
    if (!await answers(hostOfEngine(target), port)) continue;
    const variable = `${service.name.toUpperCase()}_${kind.toUpperCase()}_PORT`;
    throw new DeployError(
      `${service.name}: port ${port} is in use by another program on this machine. End that program, or choose ` +
        `another port with ${variable}=… (the same for every deploy command).`,
    );
  }
}

async function answers(hostname: string, port: number): Promise<boolean> {
  try {
    (await Deno.connect({ hostname, port })).close();
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.ConnectionRefused) return false;
    throw error;
  }
}

async function undone(
  context: Context,
  changes: readonly Change[],
  failed: Rollout,
  why: string,
): Promise<DeployError> {
  context.progress.done(failed.service.name, "failed");
  const explanation = await explainRollout(context, failed, why);
  const lines = await restore(context, changes);
  return new DeployError([explanation, ...lines].join("\n"));
}
