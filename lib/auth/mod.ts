export {
  ACCESS_TOKEN_TYPE,
  ALGORITHM,
  AUDIENCE,
  type Caller,
  createTokenCheck,
  createVerifier,
  ISSUER,
  localKeys,
  type TokenKeys,
  unauthenticated,
  type Verifier,
} from "./access_token.ts";
export { authorize, bearerToken, requireScope } from "./bearer.ts";
export { type Grant, issueAccessToken } from "./issue_token.ts";
export { type Role, ROLE_SCOPES, type Scope, SCOPES, scopesOf, SERVICE_SCOPES, type ServiceScope } from "./scopes.ts";
export { createServiceTokens, type ServiceTokens } from "./service_token.ts";
