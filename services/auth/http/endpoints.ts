import type { Verifier } from "@pms/lib/auth";
import type { Database } from "@pms/lib/db";
import type { Endpoint } from "@pms/lib/http";
import type { Logger } from "@pms/lib/telemetry";
import type { Passwords } from "../domain/password.ts";
import type { PasswordPolicy } from "../domain/password_policy.ts";
import type { SignInLimit } from "../domain/sign_in_limit.ts";
import type { SigningKeys } from "../domain/signing_keys.ts";
import type { SessionLimits } from "../sql/sessions.ts";
import { clientCredentialsEndpoint } from "./client_credentials.ts";
import { keysEndpoint } from "./keys.ts";
import { sessionEndpoints } from "./session.ts";
import { sessionsEndpoints } from "./sessions.ts";
import { userEndpoints } from "./users.ts";
import { whoamiEndpoints } from "./whoami.ts";

export interface AuthDeps {
  readonly database: Database;
  readonly keys: SigningKeys;
  readonly passwords: Passwords;
  /** For signing out, also of a session that has ended. */
  readonly policy: PasswordPolicy;
  readonly signInLimit: SignInLimit;
  readonly verifier: Pick<Verifier, "verify">;
  readonly limits: SessionLimits;
  /** Of access tokens, in seconds. */
  readonly lifetimeS: number;
  /** Of one-time links, in seconds. */
  readonly resetLifetimeS: number;
  /** Seals what is kept in the database. */
  readonly encryptionKey: Uint8Array;
  readonly log: Logger;
}

/** Everything that the service answers under `/auth`. */
export function authEndpoints(deps: AuthDeps): Endpoint[] {
  const { database, keys, passwords, policy, signInLimit, verifier, limits, lifetimeS, log } = deps;
  const { query } = database;
  const issuer = { keys, lifetimeS };
  const choosing = { database, passwords, policy, signInLimit, log };
  return [
    ...sessionEndpoints({
      query,
      verifier,
      signIn: { ...issuer, query, passwords, signInLimit, log },
      refresh: { ...issuer, database, limits },
      changePassword: choosing,
      resetPassword: choosing,
    }),
    ...sessionsEndpoints({ query, limits }),
    clientCredentialsEndpoint({ ...issuer, query }),
    keysEndpoint(keys),
    ...whoamiEndpoints({ query }),
    ...userEndpoints(deps),
  ];
}
