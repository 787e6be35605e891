import { openDatabase } from "@pms/lib/db";
import { createKafka, createLagReader, createPublisher } from "@pms/lib/events";
import { startGuard } from "@pms/lib/guard";
import { createApp, serveHttp } from "@pms/lib/http";
import type { Service } from "@pms/lib/service";
import type { Config } from "./config.ts";
import { consumePatientEvents } from "./events/consume.ts";
import { reportLag } from "./events/report_lag.ts";
import { analyticsEndpoints } from "./http/endpoints.ts";

/** How the service reaches its servers: an argument, so that a test can put others in place. */
const drivers = { openDatabase };

/** Starts the parts of the service, in this order: connections, endpoints, servers. */
export function startAnalytics(
  service: Service,
  config: Config,
  { openDatabase } = drivers,
): void {
  const { log, metrics, health, use } = service;
  const open = (name: string, poolMax: number) =>
    use(openDatabase({ url: config.DATABASE_URL_ANALYTICS, poolMax, applicationName: name, metrics }));

  const database = open("analytics", config.DATABASE_POOL_MAX);
  const { verifier } = startGuard(service, {
    authUrl: config.AUTH_URL,
    authGrpcTarget: config.AUTH_GRPC_TARGET,
    clientSecret: config.ANALYTICS_CLIENT_SECRET,
  });
  health.check("database", () => database.ping());

  const topic = config.PATIENT_EVENTS_TOPIC;
  const groupId = config.ANALYTICS_GROUP_ID;
  const kafka = createKafka({ brokers: config.KAFKA_BROKERS, clientId: "analytics" });
  const lag = use(createLagReader(kafka, groupId, topic));
  const consumer = use(consumePatientEvents({
    query: open("analytics consumer", 1).query, // A session of its own: readers cannot make it wait.
    kafka,
    publisher: use(createPublisher(kafka)),
    groupId,
    topic,
    deadLetterTopic: `${topic}.dlt`,
    metrics,
    log,
  }));
  use(reportLag(lag, metrics, log));
  // Without Kafka the counts stand still and can be read as before: not ready would only take the reads away.
  health.show("consumer", () => consumer.running());

  const app = createApp(analyticsEndpoints({ query: database.query, lag }), {
    log,
    metrics,
    health,
    verifier,
  });
  use(serveHttp(app, { hostname: config.ANALYTICS_HTTP_HOST, port: config.ANALYTICS_HTTP_PORT, log }));
}
