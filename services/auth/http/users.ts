import type { Database } from "@pms/lib/db";
import {
  answer,
  emptyAnswer,
  type Endpoint,
  endpoint,
  etag,
  idempotencyClaim,
  ifMatch,
  notModified,
  pageOf,
  pageParameters,
  readPageToken,
} from "@pms/lib/http";
import { id, z } from "@pms/lib/schema";
import { type AdministerDeps, changeStaff, inviteStaff, startReset, userNotFound } from "../domain/administer_staff.ts";
import { once } from "../domain/once.ts";
import { PasswordReset } from "../domain/reset_password.ts";
import { NewStaff, StaffAccount, StaffPatch, type StaffRecord, toAccount } from "../domain/staff.ts";
import { findAccount, listAccounts } from "../sql/staff.ts";

export interface UserDeps extends AdministerDeps {
  readonly database: Database;
  /** Seals the answers that are kept for an `Idempotency-Key`. */
  readonly encryptionKey: Uint8Array;
}

const PATH = "/auth/users";
const PathParams = z.object({ id: id() });
const Invited = z.object({ ...StaffAccount.shape, passwordReset: PasswordReset }).meta({ id: "InvitedStaff" });
const StaffList = z.object({ users: z.array(StaffAccount), nextPageToken: z.string().optional() }).meta({
  id: "StaffList",
});

/** Staff administration. */
export function userEndpoints(deps: UserDeps): Endpoint[] {
  const { database, encryptionKey, log, resetLifetimeS } = deps;
  return [
    endpoint({
      method: "post",
      path: PATH,
      operationId: "inviteUser",
      summary: "Add a member of staff; the answer holds the one-time link with which they choose a password",
      access: "user:write",
      body: { type: "application/json", schema: NewStaff },
      headers: ["Idempotency-Key"],
      answers: { 201: { description: "Invited", schema: Invited, headers: ["ETag", "Location"] } },
      problems: ["email-taken", "idempotency-key-reused"],
    }, async ({ body, caller, request }) => {
      const claim = idempotencyClaim(request.headers, { subject: caller.subject, operation: `POST ${PATH}`, body });
      let isNew = false;
      const invited = await once(database, encryptionKey, claim, async (query) => {
        isNew = true;
        const { record, passwordReset } = await inviteStaff(query, caller, body, resetLifetimeS);
        return { ...toAccount(record), passwordReset };
      });
      if (isNew) log.info("account made", { userId: invited.id, actorId: caller.subject });
      return answer(201, invited, { location: `${PATH}/${invited.id}`, etag: etag(invited.version) });
    }),

    endpoint({
      method: "get",
      path: PATH,
      operationId: "listUsers",
      summary: "The members of staff, oldest account first",
      access: "user:read",
      query: z.strictObject(pageParameters),
      answers: { 200: { description: "A page of accounts", schema: StaffList } },
    }, async ({ query: { pageSize, pageToken } }) => {
      const found = await listAccounts(database.query, readPageToken("users", pageToken), pageSize + 1);
      const { rows, nextPageToken } = pageOf("users", pageSize, found);
      return answer(200, { users: rows.map(toAccount), nextPageToken });
    }),

    endpoint({
      method: "get",
      path: `${PATH}/{id}`,
      operationId: "getUser",
      summary: "One member of staff",
      access: "user:read",
      params: PathParams,
      headers: ["If-None-Match"],
      answers: {
        200: { description: "The account", schema: StaffAccount, headers: ["ETag"] },
        304: { description: "Not modified", headers: ["ETag"] },
      },
      problems: ["user-not-found"],
    }, async ({ params, request }) => {
      const record = await findAccount(database.query, params.id);
      if (record === undefined) throw userNotFound();
      if (notModified(request.headers, record.version)) return emptyAnswer(304, { etag: etag(record.version) });
      return accountAnswer(record);
    }),

    endpoint({
      method: "patch",
      path: `${PATH}/{id}`,
      operationId: "patchUser",
      summary: "Change some members of an account; another role, or `disabled`, ends its sessions",
      access: "user:write",
      params: PathParams,
      body: { type: "application/merge-patch+json", schema: StaffPatch },
      headers: ["If-Match"],
      answers: { 200: { description: "The account after the change", schema: StaffAccount, headers: ["ETag"] } },
      problems: ["user-not-found", "stale-version", "email-taken", "own-account", "last-administrator"],
    }, async ({ params, body, caller, request }) => {
      const change = { id: params.id, version: ifMatch(request.headers), patch: body };
      return accountAnswer(await changeStaff(deps, caller, change));
    }),

    endpoint({
      method: "post",
      path: `${PATH}/{id}/password-reset`,
      operationId: "startPasswordReset",
      summary: "Take an account's password away; the answer holds the one-time link for another one",
      access: "user:write",
      params: PathParams,
      answers: { 200: { description: "The link; the one before it is void", schema: PasswordReset } },
      problems: ["user-not-found", "own-account", "last-administrator"],
    }, async ({ params, caller }) => answer(200, await startReset(deps, caller, params.id))),
  ];
}

function accountAnswer(record: StaffRecord): Response {
  return answer(200, toAccount(record), { etag: etag(record.version) });
}
