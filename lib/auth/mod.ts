export {
  AUDIENCE,
  type Caller,
  CLOCK_SKEW_S,
  createTokenCheck,
  createVerifier,
  ISSUER,
  unauthenticated,
  type Verifier,
} from "./access_token.ts";
export { authorize, bearerToken, requireScope } from "./bearer.ts";
export { type Grant, issueAccessToken } from "./issue_token.ts";
export { JWKS_REFRESH_MS, localKeys, type TokenKeys } from "./jwks.ts";
export { createRevocations, type Revocation, type Revocations } from "./revocations.ts";
export { type Role, ROLE_SCOPES, type Scope, SCOPES, scopesOf, SERVICE_SCOPES, type ServiceScope } from "./scopes.ts";
export { createServiceTokens, type ServiceTokens } from "./service_token.ts";
export { ACCESS_TOKEN_TYPE, ALGORITHM } from "./token_form.ts";
