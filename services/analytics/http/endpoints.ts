import type { Query } from "@pms/lib/db";
import type { LagReader } from "@pms/lib/events";
import type { Endpoint } from "@pms/lib/http";
import { demographicsEndpoint } from "./demographics.ts";
import { registrationsEndpoint } from "./registrations.ts";
import { summaryEndpoint } from "./summary.ts";

interface Parts {
  readonly query: Query;
  readonly lag: Pick<LagReader, "read">;
}

/** Analytics' REST front door. */
export function analyticsEndpoints(parts: Parts): Endpoint[] {
  return [summaryEndpoint(parts), registrationsEndpoint(parts), demographicsEndpoint(parts)];
}
