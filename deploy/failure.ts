/** What could not be done and why, for whoever stands before the screen. Its message may be printed as it is. */
export class DeployError extends Error {
  override readonly name = "DeployError";
}

/** The AWS endpoint is away: nothing can be said about what runs, and nothing more be done. */
export class EndpointAway extends DeployError {}

/** The arguments make no sense: exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
