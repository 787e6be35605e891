export { Abandoned, type Breaker, type BreakerOptions, createBreaker } from "./breaker.ts";
export { type CallContext, callContext, DEADLINE_HEADER, endOf, onBehalfOf, remainingMs } from "./call_context.ts";
export { ConfigError, type Environment, loadConfig, type Loaded, variable, variablesOf } from "./config.ts";
export { rest, withDeadline } from "./deadline.ts";
export { every } from "./every.ts";
export { type Check, createHealth, type Health, type Readiness } from "./health.ts";
export {
  everyAddressOf,
  hostOf,
  LIBRARY_VARIABLES,
  permissionFlags,
  type Permissions,
  V8_FLAGS,
} from "./permissions.ts";
export { runService, type Service } from "./run.ts";
