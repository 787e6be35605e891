export { ConfigError, loadConfig, variable } from "./config.ts";
export { rest, withDeadline } from "./deadline.ts";
export { every } from "./every.ts";
export { type Check, createHealth, type Health, type Readiness } from "./health.ts";
export { hostOf, LIBRARY_VARIABLES, permissionFlags, type Permissions } from "./permissions.ts";
export { runService, type Service } from "./run.ts";
