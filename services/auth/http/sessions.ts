import type { Caller } from "@pms/lib/auth";
import type { Query } from "@pms/lib/db";
import { DomainError } from "@pms/lib/errors";
import { answer, emptyAnswer, type Endpoint, endpoint, pageOf, pageParameters, readPageToken } from "@pms/lib/http";
import { id, z } from "@pms/lib/schema";
import { endSessionOf, listSessions, type SessionLimits } from "../sql/sessions.ts";

/** What of a session is told: no token, and nothing that a token could be made of. */
const Session = z.object({
  id: z.uuid(),
  createdAt: z.iso.datetime(),
  lastUsedAt: z.iso.datetime(),
  current: z.boolean(),
}).meta({ id: "Session" });

const SessionList = z.object({ sessions: z.array(Session), nextPageToken: z.string().optional() });

export interface SessionsDeps {
  readonly query: Query;
  readonly limits: SessionLimits;
}

/** The sessions that go on: one's own and, for administrators, anybody's. */
export function sessionsEndpoints({ query, limits }: SessionsDeps): Endpoint[] {
  return [
    endpoint({
      method: "get",
      path: "/auth/sessions",
      operationId: "listSessions",
      summary: "One's own sessions, oldest first; with userId those of an account, for administrators",
      access: "signed-in",
      query: z.strictObject({ ...pageParameters, userId: id().optional() }),
      answers: { 200: { description: "A page of sessions", schema: SessionList } },
      problems: ["invalid-input", "scope-missing"],
    }, async ({ query: { pageSize, pageToken, userId }, caller }) => {
      const owner = userId ?? staffIdOf(caller);
      if (owner !== staffIdOf(caller) && !isAdministrator(caller)) {
        throw new DomainError("scope-missing", "The sessions of others need the scope user:write");
      }
      const list = userId === undefined ? `sessions/${owner ?? "none"}` : `users/${userId}/sessions`;
      const after = readPageToken(list, pageToken);
      // A program has no sessions.
      const found = owner === undefined
        ? []
        : await listSessions(query, owner, limits, { after, rowsMax: pageSize + 1 });
      const { rows, nextPageToken } = pageOf(list, pageSize, found);
      const sessions = rows.map((session) => ({ ...session, current: session.id === caller.sessionId }));
      return answer(200, { sessions, nextPageToken });
    }),
    endpoint({
      method: "delete",
      path: "/auth/sessions/{id}",
      operationId: "endSession",
      summary: "End a session: its tokens are no longer good anywhere within five seconds",
      access: "signed-in",
      params: z.object({ id: id() }),
      answers: { 204: { description: "Ended" } },
      problems: ["invalid-input", "session-not-found"],
    }, async ({ params, caller }) => {
      const owner = staffIdOf(caller);
      const mayEnd = isAdministrator(caller) || owner !== undefined;
      if (mayEnd && await endSessionOf(query, params.id, isAdministrator(caller) ? undefined : owner)) {
        return emptyAnswer(204);
      }
      throw new DomainError("session-not-found", "There is no such session that goes on");
    }),
  ];
}

function isAdministrator({ scopes }: Caller): boolean {
  return scopes.has("user:write");
}

/** The member of staff who calls, or undefined where it is a program. */
function staffIdOf({ subject }: Caller): string | undefined {
  return id().safeParse(subject).data;
}
