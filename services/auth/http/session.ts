import { authorize, type Verifier } from "@pms/lib/auth";
import type { Query } from "@pms/lib/db";
import { answer, emptyAnswer, type Endpoint, endpoint } from "@pms/lib/http";
import { text, z } from "@pms/lib/schema";
import { changePassword, type ChangePasswordDeps } from "../domain/change_password.ts";
import { refresh, type RefreshDeps } from "../domain/refresh.ts";
import { digestOf } from "../domain/secret.ts";
import { signIn, type SignInDeps } from "../domain/sign_in.ts";
import { Staff } from "../domain/staff.ts";
import type { Tokens } from "../domain/tokens.ts";
import { endSession, endSessionOfToken } from "../sql/sessions.ts";

const PASSWORD_LENGTH_MAX = 1_000;
const NEW_PASSWORD_LENGTH_MIN = 12;
const NEW_PASSWORD_LENGTH_MAX = 128;

const GivenPassword = z.string().min(1, { error: "Is empty" }).max(PASSWORD_LENGTH_MAX, { error: "Is too long" });
const NewPassword = z.string()
  .refine((value) => [...value].length >= NEW_PASSWORD_LENGTH_MIN, {
    error: `Has fewer than ${NEW_PASSWORD_LENGTH_MIN} characters`,
  })
  .refine((value) => [...value].length <= NEW_PASSWORD_LENGTH_MAX, {
    error: `Has more than ${NEW_PASSWORD_LENGTH_MAX} characters`,
  });
const RefreshToken = z.string().min(1, { error: "Is empty" }).max(200, { error: "Is too long" });

const SignedIn = z.object({
  token: z.string(),
  tokenType: z.literal("Bearer"),
  expiresIn: z.int(),
  refreshToken: z.string(),
  user: Staff,
}).meta({ id: "SignedIn" });

/** Beginning, going on with and ending a session. */
export interface SessionDeps {
  readonly query: Query;
  readonly verifier: Pick<Verifier, "verify">;
  readonly signIn: SignInDeps;
  readonly refresh: RefreshDeps;
  readonly changePassword: ChangePasswordDeps;
}

export function sessionEndpoints(deps: SessionDeps): Endpoint[] {
  const signedIn = ({ token, expiresIn, refreshToken, staff }: Tokens) =>
    answer(200, { token, tokenType: "Bearer", expiresIn, refreshToken, user: staff });

  return [
    endpoint({
      method: "post",
      path: "/auth/login",
      operationId: "signIn",
      summary: "Sign in with e-mail and password",
      access: "public",
      body: {
        type: "application/json",
        schema: z.strictObject({ email: text(254), password: GivenPassword }).meta({
          examples: [{ email: "registrar@example.com", password: "password123" }],
        }),
      },
      answers: { 200: { description: "Signed in", schema: SignedIn } },
      problems: ["unauthenticated"],
    }, async ({ body }) => signedIn(await signIn(deps.signIn, body.email, body.password))),

    endpoint({
      method: "post",
      path: "/auth/refresh",
      operationId: "refreshSession",
      summary: "Trade a refresh token for its successor and a new access token",
      access: "public",
      body: { type: "application/json", schema: z.strictObject({ refreshToken: RefreshToken }) },
      answers: { 200: { description: "Signed in further", schema: SignedIn } },
      problems: ["unauthenticated"],
    }, async ({ body }) => signedIn(await refresh(deps.refresh, body.refreshToken))),

    endpoint({
      method: "post",
      path: "/auth/logout",
      operationId: "signOut",
      summary: "End a session: the access token's, the refresh token's, or both",
      access: "public",
      body: {
        type: "application/json",
        schema: z.strictObject({ refreshToken: RefreshToken.optional() }).optional(),
        optional: true,
      },
      answers: { 204: { description: "Signed out" } },
      problems: ["unauthenticated"],
    }, async ({ body, request }) => {
      const refreshToken = body?.refreshToken;
      if (refreshToken !== undefined) await endSessionOfToken(deps.query, digestOf(refreshToken));
      try {
        const { sessionId } = await authorize(deps.verifier, request.headers.get("authorization"), "signed-in");
        if (sessionId !== undefined) await endSession(deps.query, sessionId);
      } catch (error) {
        // A refresh token alone will do: whoever signs out late has an access token that expired, or none.
        if (refreshToken === undefined) throw error;
      }
      return emptyAnswer(204);
    }),

    endpoint({
      method: "post",
      path: "/auth/password",
      operationId: "changePassword",
      summary: "Change one's own password; other sessions end",
      access: "signed-in",
      body: {
        type: "application/json",
        schema: z.strictObject({ currentPassword: GivenPassword, newPassword: NewPassword }),
      },
      answers: { 204: { description: "Changed" } },
    }, async ({ body, caller }) => {
      await changePassword(deps.changePassword, caller, body);
      return emptyAnswer(204);
    }),
  ];
}
