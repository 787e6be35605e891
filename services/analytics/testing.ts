import { createKafka, createLagReader } from "@pms/lib/events";
import type { Scope } from "@pms/lib/auth";
import type { Query } from "@pms/lib/db";
import { createApp } from "@pms/lib/http";
import { createHealth } from "@pms/lib/service";
import { createLogger, createMetrics } from "@pms/lib/telemetry";
import { testVerifier, tokenFor } from "@pms/lib/testing";
import type { PatientState } from "./domain/patient_state.ts";
import { analyticsEndpoints } from "./http/endpoints.ts";

/** A patient of the tests: version 1, female, born 1980, of Basel in Switzerland, registered now. */
export function patientState(given: Partial<PatientState> = {}): PatientState {
  return {
    patientId: crypto.randomUUID(),
    version: 1,
    birthYear: 1980,
    sex: "female",
    city: "Basel",
    country: "CH",
    createdAtMs: Date.now(),
    deleted: false,
    ...given,
  };
}

export const silent = () => createLogger("analytics", "error", () => {});

interface TestApp extends AsyncDisposable {
  /** GET with a token for these scopes, or with none at all. */
  get(path: string, ...scopes: Scope[]): Promise<Response>;
}

/** Analytics' REST front door on a database; its broker is nowhere unless one is given. */
export async function testApp(
  query: Query,
  { brokers = ["127.0.0.1:1"], groupId = "nobody", topic = "nothing" } = {},
): Promise<TestApp> {
  const lag = createLagReader(createKafka({ brokers, clientId: "test" }), groupId, topic);
  const app = createApp(analyticsEndpoints({ query, lag }), {
    log: silent(),
    metrics: createMetrics("analytics"),
    health: createHealth(),
    verifier: await testVerifier(),
  });
  return {
    get: async (path, ...scopes) => {
      const headers = { authorization: `Bearer ${await tokenFor(...scopes)}` };
      return await app.fetch(new Request(`http://analytics${path}`, scopes.length === 0 ? {} : { headers }));
    },
    [Symbol.asyncDispose]: () => lag[Symbol.asyncDispose](),
  };
}
