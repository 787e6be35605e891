import { LIBRARY_VARIABLES } from "@pms/lib/service";
import { ROOT } from "../tools/dev/environment.ts";
import { withRights } from "../tools/rights.ts";
import type { Target } from "./settings.ts";
import { SETTING_NAMES } from "./settings.ts";

/** What the AWS SDK reads of the environment, beside its own variables. */
export const SDK_VARIABLES = ["AWS_*", "_X_AMZN_TRACE_ID", "HOME", "USERPROFILE", "HOMEPATH", "HOMEDRIVE", "NODE_ENV"];

/**
 * The task in deno.json may reach this machine and AWS. For an endpoint elsewhere, or a gateway under a name of its own,
 * the same program runs again with the right to reach just that, too.
 */
export async function withEndpointRights(target: Target): Promise<void> {
  const endpoint = target.endpoint === undefined ? [] : [new URL(target.endpoint).hostname];
  const hosts = target.name === "aws" ? target.hosts.map((host) => host.replace(/:\d+$/, "")) : [];
  await withRights({
    net: [...new Set(["127.0.0.1", "localhost", "*.amazonaws.com", ...endpoint, ...hosts])],
    env: [...SDK_VARIABLES, ...SETTING_NAMES, ...LIBRARY_VARIABLES.kafka, "TOOL_RIGHTS_GIVEN"],
    read: [ROOT, `${Deno.env.get("HOME") ?? ""}/.aws`],
    sys: ["osRelease", "homedir"],
    run: ["docker", "git", "deno"],
  });
}
