import type { Verifier } from "@pms/lib/auth";
import type { Database } from "@pms/lib/db";
import type { Endpoint } from "@pms/lib/http";
import type { Passwords } from "../domain/password.ts";
import type { SigningKeys } from "../domain/signing_keys.ts";
import type { SessionLimits } from "../sql/sessions.ts";
import { clientCredentialsEndpoint } from "./client_credentials.ts";
import { keysEndpoint } from "./keys.ts";
import { sessionEndpoints } from "./session.ts";
import { sessionsEndpoints } from "./sessions.ts";
import { whoamiEndpoints } from "./whoami.ts";

export interface AuthDeps {
  readonly database: Database;
  readonly keys: SigningKeys;
  readonly passwords: Passwords;
  /** For signing out, also of a session that has ended. */
  readonly verifier: Pick<Verifier, "verify">;
  readonly limits: SessionLimits;
  /** Of access tokens, in seconds. */
  readonly lifetimeS: number;
}

/** Everything that the service answers under `/auth`. */
export function authEndpoints({ database, keys, passwords, verifier, limits, lifetimeS }: AuthDeps): Endpoint[] {
  const { query } = database;
  const issuer = { keys, lifetimeS };
  return [
    ...sessionEndpoints({
      query,
      verifier,
      signIn: { ...issuer, query, passwords },
      refresh: { ...issuer, database, limits },
      changePassword: { database, passwords },
    }),
    ...sessionsEndpoints({ query, limits }),
    clientCredentialsEndpoint({ ...issuer, query }),
    keysEndpoint(keys),
    ...whoamiEndpoints({ query }),
  ];
}
