import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { ECRClient } from "@aws-sdk/client-ecr";
import { ECSClient } from "@aws-sdk/client-ecs";
import { ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { ServiceDiscoveryClient } from "@aws-sdk/client-servicediscovery";
import { SSMClient } from "@aws-sdk/client-ssm";
import { DeployError, EndpointAway } from "./failure.ts";
import type { Target } from "./settings.ts";

/** One client for each API that is asked. */
export interface Aws {
  readonly ecs: ECSClient;
  readonly ecr: ECRClient;
  readonly logs: CloudWatchLogsClient;
  readonly secrets: SecretsManagerClient;
  readonly parameters: SSMClient;
  readonly loadBalancers: ElasticLoadBalancingV2Client;
  readonly discovery: ServiceDiscoveryClient;
}

/** Of one try: an endpoint that takes connections and never answers is away, too. */
const TRY_MS_MAX = 10_000;
const CONNECT_MS_MAX = 3_000;
const TRIES_MAX = 3;

/** Every call has a deadline, and says in words when the endpoint is away or refuses. */
export function connect({ name, region, endpoint }: Target, tryMsMax = TRY_MS_MAX): Aws {
  const options = {
    region,
    maxAttempts: TRIES_MAX,
    requestHandler: { connectionTimeout: CONNECT_MS_MAX, requestTimeout: tryMsMax, throwOnRequestTimeout: true },
    ...(endpoint !== undefined && { endpoint }),
    // An emulator gets no real key, whatever this machine has.
    ...(name === "local" && { credentials: { accessKeyId: "test", secretAccessKey: "test" } }),
  };
  const where = endpoint ?? `AWS in ${region}`;
  return {
    ecs: inWords(new ECSClient(options), where),
    ecr: inWords(new ECRClient(options), where),
    logs: inWords(new CloudWatchLogsClient(options), where),
    secrets: inWords(new SecretsManagerClient(options), where),
    parameters: inWords(new SSMClient(options), where),
    loadBalancers: inWords(new ElasticLoadBalancingV2Client(options), where),
    discovery: inWords(new ServiceDiscoveryClient(options), where),
  };
}

type Next = (args: never) => Promise<unknown>;
interface Client {
  readonly middlewareStack: {
    add(
      middleware: (next: Next, context: { commandName?: string }) => (args: never) => Promise<unknown>,
      options: { step: "initialize"; name: string },
    ): void;
  };
}

function inWords<T>(client: T, where: string): T {
  (client as Client).middlewareStack.add((next, { commandName }) => async (args) => {
    try {
      return await next(args);
    } catch (error) {
      throw explain(error, where, commandName ?? "A call");
    }
  }, { step: "initialize", name: "inWords" });
  return client;
}

/** No answer, and none of a healthy endpoint, are the same to us; what it refuses by name is for the caller. */
export function explain(error: unknown, where: string, command: string): unknown {
  if (!(error instanceof Error)) return error;
  const { $metadata: answer } = error as { $metadata?: { httpStatusCode?: number } };
  if (error.name === "CredentialsProviderError") {
    return new DeployError(`There are no AWS credentials: ${error.message}`, { cause: error });
  }
  const status = answer?.httpStatusCode;
  if (status !== undefined && status < 500) return error;
  const code = (error as { code?: unknown }).code;
  const why = status === undefined ? String(code ?? error.name) : `it answers ${status}`;
  return new EndpointAway(`${where} does not answer (${command}: ${why}).`, { cause: error });
}

/** Whether an API refused a call with this error. */
export function isRefusal(error: unknown, ...names: readonly string[]): boolean {
  return error instanceof Error && names.includes(error.name);
}

/** The answer, or undefined where the API says by this error that there is no such thing. */
export async function orMissing<T>(answer: Promise<T>, ...names: readonly string[]): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (isRefusal(error, ...names)) return undefined;
    throw error;
  }
}
