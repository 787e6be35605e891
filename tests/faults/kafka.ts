import { join } from "node:path";
import { isInstalled } from "../../tools/child.ts";
import { portOf } from "../../tools/dev/endpoints.ts";
import { inheritedVariables } from "../../tools/dev/environment.ts";
import { takePort } from "../../tools/dev/ports.ts";
import { kafkaPart } from "../../tools/dev/servers.ts";
import type { Part } from "../../tools/dev/supervisor.ts";
import { answers, prepareBroker } from "../../tools/apache_kafka/broker.ts";

export interface BrokerAddresses {
  /** Where it listens. */
  readonly own: string;
  /** What it tells clients: the proxy in front of it. */
  readonly advertised: string;
}

/** Of all topics; the checks want to read a long campaign's topic from its beginning. */
const EMBEDDED_BYTES_MAX = 4 * 1_024 ** 3;

export async function hasJava(): Promise<boolean> {
  return await isInstalled("java", "-version") && await isInstalled("mvn", "--version");
}

/** The embedded broker behind a proxy. */
export async function embeddedKafka(dataDir: string, { own, advertised }: BrokerAddresses): Promise<Part> {
  const part = await kafkaPart(dataDir, own);
  const args = [
    ...part.args,
    "--advertised-port",
    String(portOf(advertised)),
    "--max-bytes",
    String(EMBEDDED_BYTES_MAX),
  ];
  return { ...part, args, knownBy: args.join(" ") };
}

/** Apache Kafka behind a proxy. */
export async function apacheKafka(dataDir: string, { own, advertised }: BrokerAddresses): Promise<Part> {
  const command = await prepareBroker({
    port: portOf(own),
    advertisedPort: portOf(advertised),
    controllerPort: takePort(0) ?? 0, // Reserved: the broker starts again and again with the same settings.
    dataDir: join(dataDir, "apache_kafka"),
  });
  return {
    name: "kafka",
    ...command,
    env: inheritedVariables(),
    knownBy: command.args.join(" "),
    stopSignal: "SIGTERM",
    address: own,
    ready: () => answers(portOf(own)),
  };
}
