import type { Deployment, EcsService } from "./ecs.ts";

/** Where a rollout of one task definition stands, told from one look at its service. */
export type Standing =
  | { readonly state: "waiting"; readonly detail: string }
  | { readonly state: "serving" }
  /** It did not come up, or something took its place. */
  | { readonly state: "failed"; readonly why: string };

/**
 * The SDK's own waiter never ends after a failed deployment: it waits for a single deployment, and a failed one stays.
 * So this one looks at the deployment of the definition that was asked for, and at what is primary now.
 */
export function standing(service: EcsService | undefined, wanted: string): Standing {
  if (service === undefined) return { state: "failed", why: "the service is gone" };
  const deployments = service.deployments ?? [];
  const mine = newest(deployments.filter(({ taskDefinition }) => taskDefinition === wanted));
  const primary = deployments.find(({ status }) => status === "PRIMARY");
  if (mine?.rolloutState === "FAILED") {
    return { state: "failed", why: mine.rolloutStateReason || "the rollout failed" };
  }
  if (mine === undefined || (primary !== undefined && primary.id !== mine.id)) {
    return { state: "failed", why: `another rollout took its place (${primary?.taskDefinition ?? "none is primary"})` };
  }
  const desired = service.desiredCount ?? 0;
  const running = mine.runningCount ?? 0;
  // Some emulators leave the state out; then the numbers decide.
  const completed = (mine.rolloutState ?? "COMPLETED") === "COMPLETED";
  if (completed && running === desired && (mine.pendingCount ?? 0) === 0) return { state: "serving" };
  return { state: "waiting", detail: `${running} of ${desired} tasks run` };
}

function newest(deployments: readonly Deployment[]): Deployment | undefined {
  return deployments.toSorted((one, other) => (other.createdAt?.getTime() ?? 0) - (one.createdAt?.getTime() ?? 0))[0];
}
