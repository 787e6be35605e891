import { type Role, ROLE_SCOPES, type Scope, scopesOf } from "@pms/lib/auth";
import { email, text, z } from "@pms/lib/schema";

const ROLES = Object.keys(ROLE_SCOPES) as [Role, ...Role[]];

/** A member of staff as the sign-in shows one to oneself. */
export const Staff = z.object({
  id: z.uuid(),
  email: z.string(),
  displayName: z.string(),
  roles: z.array(z.enum(ROLES)),
  passwordChangeRequired: z.literal(true).optional(),
}).meta({ id: "Staff" });
export type Staff = z.output<typeof Staff>;

/** A row of the accounts. */
export interface StaffRecord {
  readonly id: string;
  readonly email: string;
  readonly displayName: string;
  readonly roles: readonly Role[];
  /** Null while its owner has yet to choose a password. */
  readonly passwordHash: string | null;
  readonly passwordChangeRequired: boolean;
  readonly disabledAt: Date | null;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

const decided = {
  email: email(),
  displayName: text(100),
  /** In the order of the list of roles, so that equal sets look equal. */
  roles: z.array(z.enum(ROLES, { error: "Is not a role" })).min(1, { error: "Names no role" })
    .max(ROLES.length, { error: "Names a role twice" })
    .refine((roles) => new Set(roles).size === roles.length, { error: "Names a role twice" })
    .transform((roles) => ROLES.filter((role) => roles.includes(role)))
    .meta({ uniqueItems: true }),
};
const switches = { disabled: z.boolean(), passwordChangeRequired: z.boolean() };
const given = {
  id: z.string(),
  passwordSet: z.boolean(),
  version: z.number(),
  createdAt: z.string(),
  updatedAt: z.string(),
};

const EXAMPLE = { email: "robin@example.com", displayName: "Robin Example", roles: ["REGISTRAR"] };

/** An account as administrators see it. */
export const StaffAccount = z.object({
  ...{ id: z.uuid(), email: z.string(), displayName: z.string(), roles: z.array(z.enum(ROLES)) },
  ...switches,
  passwordSet: z.boolean(),
  version: z.int(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
}).meta({ id: "StaffAccount" });
export type StaffAccount = z.output<typeof StaffAccount>;

/** What an administrator sends to invite somebody. */
export const NewStaff = z.strictObject(decided).meta({ id: "NewStaff", examples: [EXAMPLE] });
export type NewStaff = z.output<typeof NewStaff>;

/** A merge patch. The system's own members may be sent back as they are; nothing of an account can be removed. */
export const StaffPatch = z.strictObject(z.object({ ...decided, ...switches, ...given }).partial().shape)
  .meta({ id: "StaffPatch", examples: [{ roles: ["CLINICIAN"] }] });
export type StaffPatch = z.output<typeof StaffPatch>;

export function toStaff({ id, email, displayName, roles, passwordChangeRequired }: StaffRecord): Staff {
  const shown = { id, email, displayName, roles: [...roles] };
  return passwordChangeRequired ? { ...shown, passwordChangeRequired } : shown;
}

export function toAccount(record: StaffRecord): StaffAccount {
  const { id, email, displayName, roles, passwordChangeRequired, version } = record;
  return {
    ...{ id, email, displayName, roles: [...roles] },
    disabled: record.disabledAt !== null,
    passwordChangeRequired,
    passwordSet: record.passwordHash !== null,
    version,
    createdAt: record.createdAt.toISOString(),
    updatedAt: record.updatedAt.toISOString(),
  };
}

/** What a session of this member may do: nothing but change the password, as long as that is asked for. */
export function scopesOfStaff({ roles, passwordChangeRequired }: Staff): Scope[] {
  return passwordChangeRequired === true ? [] : scopesOf(roles);
}
