export { Abandoned, type Breaker, type BreakerOptions, createBreaker } from "./breaker.ts";
export { type CallContext, callContext, DEADLINE_HEADER, endOf, onBehalfOf, remainingMs } from "./call_context.ts";
export { ConfigError, loadConfig, variable } from "./config.ts";
export { rest, withDeadline } from "./deadline.ts";
export { every } from "./every.ts";
export { type Check, createHealth, type Health, type Readiness } from "./health.ts";
export { hostOf, LIBRARY_VARIABLES, permissionFlags, type Permissions } from "./permissions.ts";
export { runService, type Service } from "./run.ts";
