import { createServiceTokens, createVerifier } from "@pms/lib/auth";
import { openDatabase } from "@pms/lib/db";
import { createKafka, createPublisher, RELAY_SETTINGS, startRelay, traced } from "@pms/lib/events";
import { createGrpcClient, serveGrpc } from "@pms/lib/grpc";
import { createApp, serveHttp } from "@pms/lib/http";
import { every, runService } from "@pms/lib/service";
import { readConfig } from "./config.ts";
import { deliverToBilling, deliverToKafka } from "./events/deliver.ts";
import { patientService } from "./grpc/patient_service.ts";
import { patientEndpoints } from "./http/endpoints.ts";
import { pruneClaims } from "./sql/register_patient.ts";

const PRUNE_EVERY_MS = 60_000;
const PRUNE_ROWS_MAX = 10_000;

await runService("patient", readConfig, async ({ log, metrics, health, use }, config) => {
  const url = config.DATABASE_URL_PATIENT;
  const database = use(openDatabase({ url, poolMax: config.DATABASE_POOL_MAX, applicationName: "patient", metrics }));
  const verifier = use(createVerifier({ jwksUrl: `${config.AUTH_URL}/auth/.well-known/jwks.json` }));
  health.check("database", () => database.ping());
  health.check("keys", () => verifier.ready());

  const tokens = createServiceTokens({
    tokenUrl: `${config.AUTH_URL}/auth/token`,
    clientId: "patient",
    clientSecret: config.PATIENT_CLIENT_SECRET,
  });
  const billing = use(createGrpcClient({
    target: config.BILLING_GRPC_TARGET,
    what: "The billing service",
    tokens,
    deadlineMs: config.BILLING_DEADLINE_MS,
  }));
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
});
