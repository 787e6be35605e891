import { DeployError } from "./failure.ts";
import { run } from "./run.ts";
import type { ServiceName } from "./topology.ts";

/** Of what an image is made of: the full git revision, with a suffix where the working tree differs from it. */
export interface Revision {
  readonly id: string;
  readonly dirty: boolean;
}

/** What every image is made with. */
const COMMON = ["Dockerfile", ".dockerignore", "deno.json", "deno.lock", "lib", "proto", "tools/images", "tools/dev"];
/** Of these names, nothing is in any image. */
const NEVER = ["*_test.ts", "*_bench.ts", "*.md"];

/** What an image is made of, as patterns of git. A test holds it against what the program imports. */
export function sourcesOf(image: ServiceName | "job"): string[] {
  const own = image === "job" ? ["tools/job", "services/auth", "services/*/sql/migrations/*"] : [`services/${image}`];
  return [...COMMON, ...own, ...NEVER.map((pattern) => `:(exclude)${pattern}`)];
}

/**
 * The revision of one image: the last commit that changed anything it is made of. So a change of one service, or of a
 * page of documentation, does not roll out the others. Changes that are not committed give a suffix that follows from
 * their content: the same tree has the same revision.
 */
export async function revisionOf(image: ServiceName | "job", root: string): Promise<Revision> {
  const paths = ["--", ...sourcesOf(image)];
  const commit = (await git(root, "log", "-1", "--format=%H", ...paths)).trim();
  if (commit === "") throw new DeployError("There is no commit yet: commit the sources first.");

  const changed = await git(root, "diff", "HEAD", "--binary", ...paths);
  const added = (await git(root, "ls-files", "--others", "--exclude-standard", "-z", ...paths)).split("\0").sort();
  const contents = await Promise.all(
    added.filter((path) => path !== "").map(async (path) => `${path}\n${await Deno.readTextFile(`${root}/${path}`)}`),
  );
  if (changed === "" && contents.length === 0) return { id: commit, dirty: false };
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode([changed, ...contents].join("\0")));
  return { id: `${commit}-dirty-${new Uint8Array(digest).toHex().slice(0, 8)}`, dirty: true };
}

/** A revision as people read it. */
export function shortRevision(id: string): string {
  return id.replace(/^([0-9a-f]{12})[0-9a-f]{28}/, "$1");
}

async function git(root: string, ...args: readonly string[]): Promise<string> {
  const { success, stdout, tail } = await run("git", ["-C", root, ...args], { deadlineMs: 60_000 });
  if (!success) throw new DeployError(`git does not know this folder's revision: ${tail}`);
  return stdout;
}
