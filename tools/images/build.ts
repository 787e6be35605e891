import { ROOT } from "../dev/environment.ts";
import type { ProgramName } from "./programs.ts";

/** What an image says of itself in its labels. */
export interface Origin {
  /** The commit; `-dirty` at its end where the sources differ from it. */
  readonly revision: string;
  readonly version: string;
  readonly source: string;
}

/** Builds one image under this tag and under `latest`. */
export async function buildImage(name: ProgramName, tag: string, { revision, version, source }: Origin): Promise<void> {
  const target = name === "job" ? ["--target=job"] : ["--target=service", `--build-arg=SERVICE=${name}`];
  const labels = Object.entries({ REVISION: revision, VERSION: version, SOURCE: source })
    .map(([variable, value]) => `--build-arg=${variable}=${value}`);
  const tags = [`--tag=pms/${name}:${tag}`, `--tag=pms/${name}:latest`];
  const { success } = await new Deno.Command("docker", {
    args: ["buildx", "build", "--load", "--quiet", ...target, ...labels, ...tags, ROOT],
    stdout: "null",
  }).spawn().status;
  if (!success) throw new Error(`The image of ${name} could not be built`);
}

/** Where the sources come from, as git knows it; unknown where there is no git. */
export async function originOfSources(): Promise<Origin> {
  const revision = await git("rev-parse", "HEAD");
  const changed = await git("status", "--porcelain");
  const remote = await git("config", "--get", "remote.origin.url");
  return {
    revision: revision === "" ? "unknown" : `${revision}${changed === "" ? "" : "-dirty"}`,
    version: await git("describe", "--tags", "--always", "--dirty") || "unknown",
    source: publicUrl(remote) ?? "unknown",
  };
}

async function git(...args: string[]): Promise<string> {
  const { success, stdout } = await new Deno.Command("git", { args, cwd: ROOT, stderr: "null" }).output();
  return success ? new TextDecoder().decode(stdout).trim() : "";
}

/** A remote may hold a password, or be a path of this machine: neither belongs into an image. */
export function publicUrl(remote: string): string | undefined {
  const ssh = /^(?:ssh:\/\/)?[\w.-]+@([\w.-]+)[:/](?:\d+\/)?(.+)$/.exec(remote);
  if (ssh !== null) return `https://${ssh[1]}/${ssh[2]}`;
  if (!/^https?:\/\//.test(remote)) return undefined;
  const { protocol, host, pathname } = new URL(remote);
  return `${protocol}//${host}${pathname}`;
}
