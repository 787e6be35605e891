import { answer, type Endpoint, endpoint, text, z } from "@pms/lib/http";
import { signIn, type SignInDeps } from "../domain/sign_in.ts";
import { Staff } from "../domain/staff.ts";

const PASSWORD_LENGTH_MAX = 1_000;

const Credentials = z.strictObject({
  email: text(254),
  password: z.string().min(1, { error: "Is empty" }).max(PASSWORD_LENGTH_MAX, { error: "Is too long" }),
});

const SignedIn = z.object({
  token: z.string(),
  tokenType: z.literal("Bearer"),
  expiresIn: z.int(),
  refreshToken: z.string(),
  user: Staff,
});

export function signInEndpoint(deps: SignInDeps): Endpoint {
  return endpoint({
    method: "post",
    path: "/auth/login",
    operationId: "signIn",
    summary: "Sign in with e-mail and password",
    access: "public",
    body: { type: "application/json", schema: Credentials },
    answers: { 200: { description: "Signed in", schema: SignedIn } },
    problems: ["invalid-input", "unauthenticated"],
  }, async ({ body }) => {
    const { token, refreshToken, staff } = await signIn(deps, body.email, body.password);
    return answer(200, { token, tokenType: "Bearer", expiresIn: deps.lifetimeS, refreshToken, user: staff });
  });
}
