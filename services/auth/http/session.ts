import { authorize, type Verifier } from "@pms/lib/auth";
import type { Query } from "@pms/lib/db";
import { answer, emptyAnswer, type Endpoint, endpoint } from "@pms/lib/http";
import { text, z } from "@pms/lib/schema";
import { changePassword, type ChangePasswordDeps } from "../domain/change_password.ts";
import { GivenPassword, NewPassword } from "../domain/password_policy.ts";
import { refresh, type RefreshDeps } from "../domain/refresh.ts";
import { resetPassword, type ResetPasswordDeps } from "../domain/reset_password.ts";
import { digestOf } from "../domain/secret.ts";
import { signIn, type SignInDeps } from "../domain/sign_in.ts";
import { Staff } from "../domain/staff.ts";
import type { Tokens } from "../domain/tokens.ts";
import { endSession, endSessionOfToken } from "../sql/sessions.ts";
import { clientNetwork } from "./client_network.ts";

const RefreshToken = z.string().min(1, { error: "Is empty" }).max(200, { error: "Is too long" });
const OneTimeToken = z.string().min(1, { error: "Is empty" }).max(200, { error: "Is too long" });

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
  readonly resetPassword: ResetPasswordDeps;
}

export function sessionEndpoints(deps: SessionDeps): Endpoint[] {
  const signedIn = ({ token, expiresIn, refreshToken, staff }: Tokens) =>
    answer(200, { token, tokenType: "Bearer", expiresIn, refreshToken, user: staff });

  return [
    endpoint(
      {
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
      },
      async ({ body, request, peerAddress }) =>
        signedIn(await signIn(deps.signIn, { ...body, network: clientNetwork(request, peerAddress) })),
    ),

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
    }, async ({ body, caller, request, peerAddress }) => {
      await changePassword(deps.changePassword, caller, { ...body, network: clientNetwork(request, peerAddress) });
      return emptyAnswer(204);
    }),

    endpoint({
      method: "post",
      path: "/auth/password-reset",
      operationId: "resetPassword",
      summary: "Choose a password with the token of a one-time link; all sessions end",
      access: "public",
      body: {
        type: "application/json",
        schema: z.strictObject({ token: OneTimeToken, newPassword: NewPassword }),
      },
      answers: { 204: { description: "The password is the one that signs in" } },
    }, async ({ body, request, peerAddress }) => {
      await resetPassword(deps.resetPassword, { ...body, network: clientNetwork(request, peerAddress) });
      return emptyAnswer(204);
    }),
  ];
}
