/** `deno task openapi`: the one document of the API, from the endpoints of all services; `--check` only compares. */
import { describeEndpoints, mergeOpenApi } from "@pms/lib/http";
import { analyticsEndpoints } from "../services/analytics/http/endpoints.ts";
import { authEndpoints } from "../services/auth/http/endpoints.ts";
import { accountEndpoints } from "../services/billing/http/accounts.ts";
import { patientEndpoints } from "../services/patient/http/endpoints.ts";

const TARGET = new URL("../services/gateway/openapi.json", import.meta.url);

// To be described an endpoint needs none of what it works with.
const nothing = { database: {}, query: {}, keys: {} } as never;
const document = mergeOpenApi([
  describeEndpoints(authEndpoints(nothing), "auth"),
  describeEndpoints(patientEndpoints(nothing), "patients"),
  describeEndpoints(accountEndpoints(nothing), "billing"),
  describeEndpoints(analyticsEndpoints(nothing), "analytics"),
], "1");
const text = `${JSON.stringify(document, undefined, 2)}\n`;

if (!Deno.args.includes("--check")) {
  await Deno.writeTextFile(TARGET, text);
} else if (text !== await Deno.readTextFile(TARGET).catch(() => "")) {
  console.error("services/gateway/openapi.json is not what the endpoints say: run deno task openapi");
  Deno.exitCode = 1;
}
Deno.exit();
