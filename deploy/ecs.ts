import {
  CreateClusterCommand,
  type Deployment,
  DescribeClustersCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  ListTaskDefinitionsCommand,
  ListTasksCommand,
  RegisterTaskDefinitionCommand,
  type RegisterTaskDefinitionCommandInput,
  RunTaskCommand,
  type Service as EcsService,
  type Tag,
  TagResourceCommand,
  type Task,
  type TaskDefinition,
  UntagResourceCommand,
  UpdateServiceCommand,
} from "@aws-sdk/client-ecs";
import { type Aws, orMissing } from "./aws.ts";
import { DeployError } from "./failure.ts";
import type { Target } from "./settings.ts";
import { DIGEST_LABEL } from "./task_definition.ts";
import type { Topology } from "./topology.ts";

export type { Deployment, EcsService, Task, TaskDefinition };

/** When a definition had proved itself: only such a one is gone back to. Its value is the same for all of one `up`. */
export const DEPLOYED_TAG = "deployed";
/** A count that somebody chose by `scale`; the topology's does not overrule it. */
export const SCALED_TAG = "scaled";

const STOPPED_TASKS_MAX = 20;

/** True if it had to be made. */
export async function makeCluster(aws: Aws, topology: Topology): Promise<boolean> {
  const { clusters = [] } = await aws.ecs.send(new DescribeClustersCommand({ clusters: [topology.name] }));
  if (clusters.some(({ status }) => status === "ACTIVE")) return false;
  await aws.ecs.send(new CreateClusterCommand({ clusterName: topology.name }));
  return true;
}

/** The services that are there, by name. A cluster that is not there has none. */
export async function describeServices(aws: Aws, topology: Topology): Promise<Map<string, EcsService>> {
  const names = topology.services.map(({ name }) => name);
  const answer = await orMissing(
    aws.ecs.send(new DescribeServicesCommand({ cluster: topology.name, services: names, include: ["TAGS"] })),
    "ClusterNotFoundException",
  );
  const active = (answer?.services ?? []).filter(({ status }) => status === "ACTIVE");
  return new Map(active.map((service) => [service.serviceName ?? "", service]));
}

export async function describeService(aws: Aws, topology: Topology, name: string): Promise<EcsService | undefined> {
  return (await describeServices(aws, topology)).get(name);
}

/** A registered definition with its tags; undefined where there is none of that name. */
export async function describeDefinition(aws: Aws, taskDefinition: string): Promise<Definition | undefined> {
  const command = new DescribeTaskDefinitionCommand({ taskDefinition, include: ["TAGS"] });
  const answer = await orMissing(aws.ecs.send(command), "ClientException", "InvalidParameterException");
  return answer?.taskDefinition === undefined ? undefined : asDefinition(answer.taskDefinition, answer.tags ?? []);
}

/** What this tool wants to know of a task definition. */
export interface Definition {
  readonly arn: string;
  readonly family: string;
  /** Number of its revision in ECS. */
  readonly number: number;
  readonly digest: string;
  readonly image: string;
  readonly deployed: string | undefined;
}

function asDefinition(definition: TaskDefinition, tags: readonly Tag[]): Definition {
  const container = definition.containerDefinitions?.[0];
  return {
    arn: definition.taskDefinitionArn ?? "",
    family: definition.family ?? "",
    number: definition.revision ?? 0,
    digest: container?.dockerLabels?.[DIGEST_LABEL] ?? "",
    image: container?.image ?? "",
    deployed: tags.find(({ key }) => key === DEPLOYED_TAG)?.value,
  };
}

/** The image's tag: the git revision. */
export function revisionOfImage(image: string): string {
  return image.slice(image.lastIndexOf(":") + 1);
}

/** The definition that says just this: the one that runs, or the newest; registers one where neither does. */
export async function register(
  aws: Aws,
  wanted: RegisterTaskDefinitionCommandInput,
  running: string | undefined,
): Promise<Definition> {
  const digest = wanted.containerDefinitions?.[0]?.dockerLabels?.[DIGEST_LABEL];
  // The newest may be one that failed: what runs came before it.
  for (const name of [running, wanted.family]) {
    const known = name === undefined ? undefined : await describeDefinition(aws, name);
    if (known !== undefined && known.digest === digest) return known;
  }
  const { taskDefinition } = await aws.ecs.send(new RegisterTaskDefinitionCommand(wanted));
  if (taskDefinition === undefined) throw new DeployError(`${wanted.family}: the definition was not registered`);
  return asDefinition(taskDefinition, []);
}

/** The definitions of a family that had proved themselves, newest first, below a number. */
export async function* provenBefore(aws: Aws, family: string, number: number): AsyncGenerator<Definition> {
  let nextToken: string | undefined;
  do {
    const answer = await aws.ecs.send(
      new ListTaskDefinitionsCommand({ familyPrefix: family, status: "ACTIVE", sort: "DESC", nextToken }),
    );
    for (const arn of answer.taskDefinitionArns ?? []) {
      if (Number(arn.slice(arn.lastIndexOf(":") + 1)) >= number) continue;
      const definition = await describeDefinition(aws, arn);
      if (definition?.family === family && definition.deployed !== undefined) yield definition;
    }
    nextToken = answer.nextToken;
  } while (nextToken !== undefined);
}

export async function tag(aws: Aws, arn: string, key: string, value: string | undefined): Promise<void> {
  if (value === undefined) await aws.ecs.send(new UntagResourceCommand({ resourceArn: arn, tagKeys: [key] }));
  else await aws.ecs.send(new TagResourceCommand({ resourceArn: arn, tags: [{ key, value }] }));
}

/** Where tasks run and how they are reached. */
export function placement(target: Target) {
  if (target.name === "local") return { launchType: "EC2" as const };
  return {
    launchType: "FARGATE" as const,
    networkConfiguration: {
      awsvpcConfiguration: {
        subnets: [...target.subnets],
        securityGroups: [...target.securityGroups],
        assignPublicIp: "DISABLED" as const,
      },
    },
  };
}

/**
 * Old tasks make room before new ones start where a fixed port can have one only; elsewhere they stay until the new ones
 * are healthy. In both cases a rollout whose tasks do not stay up goes back by itself.
 */
export function deploymentConfiguration(target: Target) {
  return {
    minimumHealthyPercent: target.name === "local" ? 0 : 100,
    maximumPercent: target.name === "local" ? 100 : 200,
    deploymentCircuitBreaker: { enable: true, rollback: true },
  };
}

/** Starts a rollout, or changes how many tasks there are. */
export async function updateService(
  aws: Aws,
  topology: Topology,
  name: string,
  change: { readonly taskDefinition?: string; readonly desiredCount?: number; readonly forceNewDeployment?: boolean },
): Promise<void> {
  await aws.ecs.send(new UpdateServiceCommand({ cluster: topology.name, service: name, ...change }));
}

export async function runJob(aws: Aws, topology: Topology, target: Target, taskDefinition: string): Promise<Task> {
  const { tasks = [], failures = [] } = await aws.ecs.send(
    new RunTaskCommand({ cluster: topology.name, taskDefinition, count: 1, ...placement(target) }),
  );
  const [task] = tasks;
  if (task === undefined) {
    throw new DeployError(`The job could not be started: ${failures.map(({ reason }) => reason).join(", ")}`);
  }
  return task;
}

export async function describeTask(aws: Aws, topology: Topology, arn: string): Promise<Task | undefined> {
  const { tasks = [] } = await aws.ecs.send(new DescribeTasksCommand({ cluster: topology.name, tasks: [arn] }));
  return tasks[0];
}

/** Tasks of a service that run, or that have stopped of late; newest first. */
export async function tasksOf(
  aws: Aws,
  topology: Topology,
  serviceName: string,
  desiredStatus: "RUNNING" | "STOPPED",
): Promise<Task[]> {
  const list = new ListTasksCommand({ cluster: topology.name, serviceName, desiredStatus, maxResults: 100 });
  const answer = await orMissing(aws.ecs.send(list), "ClusterNotFoundException", "ServiceNotFoundException");
  const arns = answer?.taskArns ?? [];
  if (arns.length === 0) return [];
  const described = await aws.ecs.send(new DescribeTasksCommand({ cluster: topology.name, tasks: arns }));
  const tasks = described.tasks ?? [];
  tasks.sort((one, other) => (other.createdAt?.getTime() ?? 0) - (one.createdAt?.getTime() ?? 0));
  return desiredStatus === "STOPPED" ? tasks.slice(0, STOPPED_TASKS_MAX) : tasks;
}

export function taskId(task: Task): string {
  return task.taskArn?.split("/").at(-1) ?? "";
}
