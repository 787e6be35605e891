import type { RegisterTaskDefinitionCommandInput } from "@aws-sdk/client-ecs";
import { ConfigError } from "@pms/lib/service";
import { callThrough } from "../call_through.ts";
import type { Context } from "../context.ts";
import { type Definition, DEPLOYED_TAG, describeServices, register, tag } from "../ecs.ts";
import { DeployError, EndpointAway } from "../failure.ts";
import { runToEnd } from "../job.ts";
import { prepare } from "../prepare.ts";
import { chooseImages, type ImageOptions, type Images, provideImages } from "../provide_images.ts";
import { type Change, restore } from "../restore.ts";
import { shortRevision } from "../revision.ts";
import { rollOutAll } from "../rollout.ts";
import { type Installation, taskDefinition } from "../task_definition.ts";
import type { Service, ServiceName } from "../topology.ts";
import { checkTopology, inOrder } from "../topology_faults.ts";
import { checkPresent, makeSecrets, readParameters, readSecrets } from "../values.ts";

export interface UpOptions extends ImageOptions {
  /** All, where it is empty. */
  readonly services: readonly ServiceName[];
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
