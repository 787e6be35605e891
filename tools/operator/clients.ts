import { createServiceTokens } from "@pms/lib/auth";
import { createGrpcClient, type GrpcClient } from "@pms/lib/grpc";
import { createMetrics } from "@pms/lib/telemetry";

const DEADLINE_MS = 30_000;

/** What a command calls other services with, as the client `operator` of auth. */
export function operatorClients(config: {
  readonly AUTH_URL: string;
  readonly OPERATOR_CLIENT_SECRET: string;
}): (target: string, what: string) => GrpcClient {
  const tokens = createServiceTokens({
    tokenUrl: `${config.AUTH_URL}/auth/token`,
    clientId: "operator",
    clientSecret: config.OPERATOR_CLIENT_SECRET,
  });
  const metrics = createMetrics("operator"); // Nobody reads them: a command is over soon.
  return (target, what) =>
    createGrpcClient({ target, upstream: target, what, metrics, tokens, deadlineMs: DEADLINE_MS });
}
