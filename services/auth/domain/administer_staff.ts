import { type Caller, scopesOf } from "@pms/lib/auth";
import type { Database, Query } from "@pms/lib/db";
import { DomainError, staleVersion } from "@pms/lib/errors";
import { invalidInput } from "@pms/lib/schema";
import type { Logger } from "@pms/lib/telemetry";
import { deleteReset } from "../sql/password_resets.ts";
import { endOtherSessions } from "../sql/sessions.ts";
import {
  findAccount,
  findStaffByEmail,
  hasAdministrator,
  insertInvited,
  lockStaff,
  saveAccount,
} from "../sql/staff.ts";
import { issueReset, type PasswordReset } from "./reset_password.ts";
import { type NewStaff, type StaffPatch, type StaffRecord, toAccount } from "./staff.ts";

export interface AdministerDeps {
  readonly database: Database;
  readonly log: Logger;
  /** Of one-time links, in seconds. */
  readonly resetLifetimeS: number;
}

/** Adds an account without a password, and the link with which its owner chooses one. */
export async function inviteStaff(
  query: Query,
  caller: Caller,
  invited: NewStaff,
  resetLifetimeS: number,
): Promise<{ readonly record: StaffRecord; readonly passwordReset: PasswordReset }> {
  await lockForCaller(query, caller);
  const record = await insertInvited(query, invited);
  if (record === undefined) throw emailTaken();
  return { record, passwordReset: await issueReset(query, record.id, resetLifetimeS) };
}

/** Changes an account. What takes rights away, or asks for another password, ends its sessions. */
export async function changeStaff(
  { database, log }: AdministerDeps,
  caller: Caller,
  { id, version, patch }: {
    readonly id: string;
    /** The version that the client's `If-Match` asks for; any when left out. */
    readonly version: number | undefined;
    readonly patch: StaffPatch;
  },
): Promise<StaffRecord> {
  const { before, after } = await database.transaction(async (query) => {
    await lockForCaller(query, caller);
    const before = await findAccount(query, id);
    if (before === undefined) throw userNotFound();
    if (version !== undefined && version !== before.version) throw staleVersion();
    const next = patched(before, patch);
    const changes = differences(before, next);
    if (changes.length === 0) return { before, after: before };
    if (id === caller.subject && (changes.includes("roles") || changes.includes("disabled"))) throw ownAccount();
    if (changes.includes("email")) {
      const holder = await findStaffByEmail(query, next.email);
      if (holder !== undefined && holder.id !== id) throw emailTaken();
    }
    const after = await saveAccount(query, next);
    if (ENDS_SESSIONS.some((member) => changes.includes(member))) await endOtherSessions(query, id, undefined);
    if (after.disabledAt !== null) await deleteReset(query, id);
    await checkAdministrators(query, before);
    return { before, after };
  });
  for (const member of differences(before, after)) {
    log.info("account changed", { userId: id, actorId: caller.subject, part: member });
  }
  return after;
}

/** Takes an account's password away, ends its sessions, and gives the link with which its owner chooses another one. */
export async function startReset(
  { database, log, resetLifetimeS }: AdministerDeps,
  caller: Caller,
  id: string,
): Promise<PasswordReset> {
  const passwordReset = await database.transaction(async (query) => {
    await lockForCaller(query, caller);
    const before = await findAccount(query, id);
    if (before === undefined) throw userNotFound();
    if (id === caller.subject) throw ownAccount();
    await saveAccount(query, { ...before, passwordHash: null, passwordChangeRequired: false });
    await endOtherSessions(query, id, undefined);
    await checkAdministrators(query, before);
    return await issueReset(query, id, resetLifetimeS);
  });
  log.info("password reset issued", { userId: id, actorId: caller.subject });
  return passwordReset;
}

export function userNotFound(): DomainError {
  return new DomainError("user-not-found", "There is no account with this id");
}

/**
 * One change after another, and only by somebody who may make it now: a token goes on for a moment after its owner has
 * lost the right.
 */
async function lockForCaller(query: Query, { subject }: Caller): Promise<void> {
  await lockStaff(query);
  const caller = await findAccount(query, subject);
  if (caller === undefined) return; // A program; its token is all there is.
  if (caller.disabledAt === null && scopesOf(caller.roles).includes("user:write")) return;
  throw new DomainError("scope-missing", "This needs the scope user:write, which the account no longer has");
}

/** After a change: whoever could sign in as an administrator before must not have been the last. */
async function checkAdministrators(query: Query, before: StaffRecord): Promise<void> {
  if (!before.roles.includes("ADMIN") || before.disabledAt !== null) return;
  if (await hasAdministrator(query)) return;
  throw new DomainError("last-administrator", "Nobody else could sign in as an administrator then");
}

function patched(current: StaffRecord, patch: StaffPatch): StaffRecord {
  const stored = toAccount(current);
  const faults = (["id", "passwordSet", "version", "createdAt", "updatedAt"] as const)
    .filter((member) => patch[member] !== undefined && patch[member] !== stored[member])
    .map((member) => ({ pointer: `/${member}`, detail: "Is given by the system and cannot be changed" }));
  if (faults.length > 0) throw invalidInput(faults);
  const { email, displayName, roles, disabled, passwordChangeRequired } = { ...stored, ...defined(patch) };
  const disabledAt = disabled ? current.disabledAt ?? new Date() : null;
  return { ...current, email, displayName, roles, passwordChangeRequired, disabledAt };
}

/** Without the members that are `undefined`, which would cover what is stored. */
function defined(patch: StaffPatch): { [Member in keyof StaffPatch]?: NonNullable<StaffPatch[Member]> } {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
}

const MEMBERS = ["email", "displayName", "roles", "disabled", "passwordChangeRequired"] as const;
const ENDS_SESSIONS = ["roles", "disabled", "passwordChangeRequired"] as const;

function differences(one: StaffRecord, other: StaffRecord): (typeof MEMBERS)[number][] {
  const [before, after] = [toAccount(one), toAccount(other)];
  return MEMBERS.filter((member) => JSON.stringify(before[member]) !== JSON.stringify(after[member]));
}

function emailTaken(): DomainError {
  return new DomainError("email-taken", "Another account has this e-mail address");
}

function ownAccount(): DomainError {
  return new DomainError("own-account", "Nobody may do this to their own account; ask another administrator");
}
