import { type Role, ROLE_SCOPES } from "@pms/lib/auth";
import { z } from "@pms/lib/schema";

const ROLES = Object.keys(ROLE_SCOPES) as [Role, ...Role[]];

/** A member of staff as clients see one. */
export const Staff = z.object({
  id: z.uuid(),
  email: z.string(),
  displayName: z.string(),
  roles: z.array(z.enum(ROLES)),
}).meta({ id: "Staff" });
export type Staff = z.output<typeof Staff>;
