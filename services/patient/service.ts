import { openDatabase, pruneClaims } from "@pms/lib/db";
import { createKafka, createPublisher, RELAY_SETTINGS, reportOutbox, startRelay, traced } from "@pms/lib/events";
import { createGrpcClient, serveGrpc } from "@pms/lib/grpc";
import { startGuard } from "@pms/lib/guard";
import { createApp, serveHttp } from "@pms/lib/http";
import { every, type Service } from "@pms/lib/service";
import type { Config } from "./config.ts";
import { deliverToBilling, deliverToKafka } from "./events/deliver.ts";
import { patientService } from "./grpc/patient_service.ts";
import { patientEndpoints } from "./http/endpoints.ts";

const PRUNE_EVERY_MS = 60_000;
const PRUNE_ROWS_MAX = 10_000;

/** How the service reaches its servers: an argument, so that a test can put others in place. */
const drivers = { openDatabase, createPublisher };

/** Starts the parts of the service, in this order: connections, endpoints, servers. */
export async function startPatient(
  service: Service,
  config: Config,
  { openDatabase, createPublisher } = drivers,
): Promise<void> {
  const { log, metrics, health, use } = service;
  const url = config.DATABASE_URL_PATIENT;
  const database = use(openDatabase({ url, poolMax: config.DATABASE_POOL_MAX, applicationName: "patient", metrics }));
  const { verifier, tokens } = startGuard(service, {
    authUrl: config.AUTH_URL,
    authGrpcTarget: config.AUTH_GRPC_TARGET,
    clientSecret: config.PATIENT_CLIENT_SECRET,
  });
  health.check("database", () => database.ping());

  const billing = use(createGrpcClient({
    target: config.BILLING_GRPC_TARGET,
    upstream: "billing",
    what: "The billing service",
    metrics,
    tokens,
    deadlineMs: config.BILLING_DEADLINE_MS,
    connectionAgeMaxMs: config.CONNECTION_AGE_MAX_MS,
  }));
  // Registrations do without it; who looks for a missing account sees why.
  health.show("billing", () => billing.answers());
  const publisher = use(createPublisher(createKafka({ brokers: config.KAFKA_BROKERS, clientId: "patient" })));

  // One loop and one session for each destination, so that neither waits for the other.
  const session = (applicationName: string) =>
    use(openDatabase({ url, poolMax: 1, applicationName, settings: RELAY_SETTINGS, metrics }));
  const batchMax = config.RELAY_BATCH_MAX;
  const toBilling = use(startRelay({
    database: session("patient relay billing"),
    destination: "billing",
    deliver: traced("billing", deliverToBilling(billing)),
    batchMax,
    log,
  }));
  const toKafka = use(startRelay({
    database: session("patient relay kafka"),
    destination: "kafka",
    deliver: traced("kafka", deliverToKafka(publisher)),
    batchMax,
    log,
  }));
  use(reportOutbox(database, ["billing", "kafka"], metrics, log));
  use(every(PRUNE_EVERY_MS, () => pruneClaims(database.query, PRUNE_ROWS_MAX), log));

  const grpc = { hostname: config.PATIENT_GRPC_HOST, port: config.PATIENT_GRPC_PORT };
  use(await serveGrpc(patientService(database), { ...grpc, verifier, health, log, metrics }));

  const endpoints = patientEndpoints({
    database,
    registrationRelays: [toBilling, toKafka],
    changeRelays: [toKafka],
  });
  const http = { hostname: config.PATIENT_HTTP_HOST, port: config.PATIENT_HTTP_PORT };
  use(serveHttp(createApp(endpoints, { log, metrics, health, verifier }), { ...http, log }));
}
