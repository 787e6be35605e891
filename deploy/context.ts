import type { Aws } from "./aws.ts";
import type { Progress } from "./progress.ts";
import type { Target } from "./settings.ts";
import type { Topology } from "./topology.ts";

/** What every command works with. */
export interface Context {
  readonly topology: Topology;
  readonly target: Target;
  readonly aws: Aws;
  readonly progress: Progress;
  /** The project's folder. */
  readonly root: string;
}
