import { unauthenticated } from "@pms/lib/auth";
import type { Query } from "@pms/lib/db";
import { answer, type Endpoint, endpoint } from "@pms/lib/http";
import { z } from "@pms/lib/schema";
import { Staff } from "../domain/staff.ts";
import { findStaff } from "../sql/staff.ts";

const TokenClaims = z.object({ sub: z.string(), scope: z.string(), exp: z.int() });

export function whoamiEndpoints({ query }: { readonly query: Query }): Endpoint[] {
  return [
    endpoint({
      method: "get",
      path: "/auth/validate",
      operationId: "validateToken",
      summary: "Whether an access token is good, and for what",
      access: "signed-in",
      answers: { 200: { description: "It is good", schema: TokenClaims } },
    }, ({ caller }) => {
      const exp = Math.floor(caller.expiresAtMs / 1_000);
      return answer(200, { sub: caller.subject, scope: [...caller.scopes].join(" "), exp });
    }),
    endpoint({
      method: "get",
      path: "/auth/me",
      operationId: "getMe",
      summary: "The account that is signed in",
      access: "signed-in",
      answers: { 200: { description: "The account", schema: Staff } },
    }, async ({ caller }) => {
      const staff = await findStaff(query, caller.subject);
      if (staff !== undefined) return answer(200, staff);
      throw unauthenticated("The access token belongs to no member of staff");
    }),
  ];
}
