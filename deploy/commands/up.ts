import type { RegisterTaskDefinitionCommandInput } from "@aws-sdk/client-ecs";
import { ConfigError } from "@pms/lib/service";
import { callThrough } from "../call_through.ts";
import type { Context } from "../context.ts";
import {
  type Definition,
  DEPLOYED_TAG,
  describeServices,
  type EcsService,
  register,
  SCALED_TAG,
  tag,
  tasksOf,
  updateService,
} from "../ecs.ts";
import { explainRollout } from "../explain.ts";
import { DeployError, EndpointAway } from "../failure.ts";
import { build, checkEngine, type Image, isPushed, makeRepository, push, signIn } from "../images.ts";
import { runToEnd } from "../job.ts";
import { hostOfEngine, hostPort } from "../places.ts";
import { createService, prepare, type Ways } from "../prepare.ts";
import { type Change, provenDefinition, restore } from "../restore.ts";
import { revisionOf, shortRevision } from "../revision.ts";
import { standing } from "../rollout.ts";
import { type Installation, taskDefinition } from "../task_definition.ts";
import type { Service, ServiceName } from "../topology.ts";
import { checkTopology, inOrder } from "../topology_faults.ts";
import { checkPresent, makeSecrets, readParameters, readSecrets } from "../values.ts";
import { type Rollout, untilProven, untilServing } from "../watch.ts";

export interface UpOptions {
  /** All, where it is empty. */
  readonly services: readonly ServiceName[];
  /** A revision that was pushed before, instead of what the working tree is. */
  readonly revision: string | undefined;
  readonly allowDirty: boolean;
  /** How long services are looked at after they have come up. */
  readonly watchMs: number;
}

export interface UpResult {
  readonly changed: readonly { readonly service: string; readonly revision: string }[];
  readonly url: string | undefined;
}

/**
 * Brings the chosen services to the working tree's revision. Everything it does can be done again: after an
 * interruption the next run finishes the work, and where nothing is to be done, nothing is.
 */
export async function up(context: Context, options: UpOptions): Promise<UpResult> {
  const { topology, target, aws, progress } = context;
  checkTopology(topology, target);
  const services = inOrder(topology, options.services);
  const [parameters, given] = await Promise.all([readParameters(aws, topology), readSecrets(aws, topology)]);
  checkPresent(topology, given, parameters);
  const images = await chooseImages(context, services, options);
  const made = await makeSecrets(aws, topology);
  if (made.length > 0) progress.note(`made at random: ${made.join(", ")}`);
  const ways = await prepare(context);
  const installation: Installation = {
    topology,
    target,
    parameters,
    secrets: made.length > 0 ? await readSecrets(aws, topology) : given,
    loadBalancerName: ways.loadBalancerName,
  };
  const wanted = await renderAll(images, services, installation);
  await provideImages(context, images, options);
  const there = await describeServices(aws, topology);
  const definitions = new Map<string, Definition>();
  for (const [name, input] of wanted) {
    definitions.set(name, await register(aws, input, there.get(name)?.taskDefinition));
  }

  const at = new Date().toISOString();
  const job = definitions.get("job");
  if (job !== undefined && job.deployed === undefined) await runToEnd(context, job, at);
  const changes = await rollOutAll(context, services, definitions, ways, options.watchMs);
  const url = await proveTogether(context, changes);
  for (const { wanted } of changes) await tag(aws, wanted, DEPLOYED_TAG, at);
  for (const { name } of services) {
    const revision = shortRevision(images.get(name)?.revision ?? "");
    progress.done(
      name,
      changes.some(({ service }) => service.name === name) ? `serves ${revision}` : `${revision}, as before`,
    );
  }
  return {
    changed: changes.map(({ service }) => ({
      service: service.name,
      revision: images.get(service.name)?.revision ?? "",
    })),
    url,
  };
}

type Images = ReadonlyMap<ServiceName | "job", Image>;

/** Which image each program is to run, by the working tree or as asked for. */
async function chooseImages(context: Context, services: readonly Service[], options: UpOptions): Promise<Images> {
  const { topology, target, aws, root, progress } = context;
  const names = [...services.map(({ name }) => name), "job" as const];
  const revisions = await Promise.all(
    names.map(async (name) =>
      options.revision === undefined ? await revisionOf(name, root) : { id: options.revision, dirty: false }
    ),
  );
  if (revisions.some(({ dirty }) => dirty)) {
    if (target.name === "aws" && !options.allowDirty) {
      throw new DeployError(
        "The working tree has changes that are not committed, so nobody could say later what runs.\n" +
          "Commit them, or add --allow-dirty.",
      );
    }
    progress.note("the working tree has changes that are not committed: their images are tagged …-dirty-…");
  }
  const images = await Promise.all(names.map(async (name, index) => {
    const revision = revisions[index]?.id ?? "";
    const { address } = await makeRepository(aws, topology, target, name);
    return [name, { name, revision, reference: `${address}:${revision}` }] as const;
  }));
  return new Map(images);
}

/** The definitions that are to be, the job's first. Throws before anything is changed when a value is wrong. */
async function renderAll(
  images: Images,
  services: readonly Service[],
  installation: Installation,
): Promise<Map<string, RegisterTaskDefinitionCommandInput>> {
  const faults: string[] = [];
  const wanted = new Map<string, RegisterTaskDefinitionCommandInput>();
  for (const program of ["job" as const, ...services]) {
    const name = program === "job" ? program : program.name;
    try {
      wanted.set(name, await taskDefinition(program, images.get(name)?.reference ?? "", installation));
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      faults.push(error.message);
    }
  }
  if (faults.length > 0) throw new DeployError(`${faults.join("\n")}\nNothing was changed.`);
  return wanted;
}

/** Builds and pushes the images that the registry does not have. */
async function provideImages(context: Context, images: Images, options: UpOptions): Promise<void> {
  const { aws, topology, target, root, progress } = context;
  const missing = [];
  for (const image of images.values()) {
    if (!await isPushed(aws, topology, image.name, image.revision)) missing.push(image);
  }
  if (missing.length === 0) return;
  if (options.revision !== undefined) {
    throw new DeployError(
      `There is no image of ${missing.map(({ name }) => name).join(", ")} with the revision ${options.revision} ` +
        "in the registry. Nothing was changed.",
    );
  }
  await checkEngine();
  await signIn(aws, target);
  for (const image of missing) {
    progress.step(image.name, `building ${shortRevision(image.revision)}`);
    await build(image, root);
    progress.step(image.name, `pushing ${shortRevision(image.revision)}`);
    await push(image, aws);
    progress.done(image.name, `image ${shortRevision(image.revision)} is in the registry`);
  }
}

/** Rolls out what differs, one service after the other, and watches all of it; undoes all of it when one fails. */
async function rollOutAll(
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

/** All that was changed goes back when the services are up, but do not work together. */
async function proveTogether(context: Context, changes: readonly Change[]): Promise<string | undefined> {
  try {
    return await callThrough(context);
  } catch (error) {
    if (!(error instanceof DeployError) || error instanceof EndpointAway || changes.length === 0) throw error;
    const lines = await restore(context, changes);
    throw new DeployError([`The services are up, but do not work together. ${error.message}.`, ...lines].join("\n"));
  }
}
