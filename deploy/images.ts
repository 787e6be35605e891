import {
  CreateRepositoryCommand,
  DescribeImagesCommand,
  DescribeRepositoriesCommand,
  GetAuthorizationTokenCommand,
} from "@aws-sdk/client-ecr";
import { originOfSources } from "../tools/images/build.ts";
import { type Aws, orMissing } from "./aws.ts";
import { DeployError } from "./failure.ts";
import { run } from "./run.ts";
import type { Target } from "./settings.ts";
import type { Topology } from "./topology.ts";

const BUILD_MS_MAX = 15 * 60_000;
const PUSH_MS_MAX = 10 * 60_000;

/** One image under one revision. */
export interface Image {
  readonly name: string;
  readonly revision: string;
  /** As the engine and ECS know it. */
  readonly reference: string;
}

/** The registry's address of each image's repository; makes those that are missing. */
export async function makeRepository(
  aws: Aws,
  topology: Topology,
  target: Target,
  name: string,
): Promise<{ readonly address: string; readonly made: boolean }> {
  const repositoryName = `${topology.name}/${name}`;
  const known = await orMissing(
    aws.ecr.send(new DescribeRepositoriesCommand({ repositoryNames: [repositoryName] })),
    "RepositoryNotFoundException",
  );
  const repository = known?.repositories?.[0] ??
    (await aws.ecr.send(
      new CreateRepositoryCommand({
        repositoryName,
        // A revision is what it is for good.
        imageTagMutability: "IMMUTABLE",
        imageScanningConfiguration: { scanOnPush: true },
      }),
    )).repository;
  return {
    address: registryAddress(repository?.repositoryUri ?? "", repositoryName, target),
    made: known === undefined,
  };
}

/** An emulator may give the name that AWS would; then its own registry answers at the endpoint. */
export function registryAddress(uri: string, repositoryName: string, { endpoint }: Target): string {
  if (endpoint !== undefined && (uri === "" || uri.includes(".amazonaws.com/"))) {
    return `${new URL(endpoint).host}/${repositoryName}`;
  }
  return uri;
}

/** Whether the registry has an image under a revision. */
export async function isPushed(aws: Aws, topology: Topology, name: string, revision: string): Promise<boolean> {
  const command = new DescribeImagesCommand({
    repositoryName: `${topology.name}/${name}`,
    imageIds: [{ imageTag: revision }],
  });
  const answer = await orMissing(aws.ecr.send(command), "ImageNotFoundException", "RepositoryNotFoundException");
  return (answer?.imageDetails ?? []).length > 0;
}

/** Builds an image from the working tree. Throws with the last that the builder said when that fails. */
export async function build({ name, revision, reference }: Image, root: string): Promise<void> {
  const { version, source } = await originOfSources();
  const of = ["--build-arg", `SERVICE=${name}`, "--target", name === "job" ? "job" : "service"];
  const labels = { REVISION: revision, VERSION: version, SOURCE: source };
  const args = Object.entries(labels).flatMap(([key, value]) => ["--build-arg", `${key}=${value}`]);
  const { success, tail } = await run("docker", ["build", ...args, ...of, "--tag", reference, root], {
    deadlineMs: BUILD_MS_MAX,
  });
  if (!success) throw new DeployError(`${name}: the image cannot be built. The last of it:\n${indent(tail)}`);
}

export async function push({ name, reference }: Image, aws: Aws): Promise<void> {
  const { success, tail } = await run("docker", ["push", "--quiet", reference], { deadlineMs: PUSH_MS_MAX });
  if (success) return;
  // If the registry is away the endpoint is, and says so better than the engine.
  await aws.ecr.send(new DescribeRepositoriesCommand({ maxResults: 1 }));
  throw new DeployError(`${name}: the image cannot be pushed to ${reference}:\n${indent(tail)}`);
}

/** Signs the engine in to the registry of AWS; an emulator's asks for nothing. */
export async function signIn(aws: Aws, { endpoint }: Target): Promise<void> {
  if (endpoint !== undefined) return;
  const { authorizationData } = await aws.ecr.send(new GetAuthorizationTokenCommand({}));
  const [data] = authorizationData ?? [];
  const [username = "", password = ""] = atob(data?.authorizationToken ?? "").split(":");
  const args = ["login", "--username", username, "--password-stdin", data?.proxyEndpoint ?? ""];
  const { success, tail } = await run("docker", args, { deadlineMs: 60_000, input: password });
  if (!success) throw new DeployError(`The registry refuses us:\n${indent(tail)}`);
}

/** Throws when there is no engine to build with. */
export async function checkEngine(): Promise<void> {
  const { success, tail } = await run("docker", ["version", "--format", "{{.Server.Version}}"], { deadlineMs: 20_000 });
  if (!success) throw new DeployError(`The Docker engine does not answer: ${tail}\nStart it and try again.`);
}

export function indent(text: string): string {
  return text.split("\n").map((line) => `    ${line}`).join("\n");
}
