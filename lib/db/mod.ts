export { type Database, type DatabaseOptions, openDatabase, type Parameter, type Query } from "./database.ts";
export { sqlState } from "./failure.ts";
export { type IdempotencyClaim, pruneClaims } from "./idempotency.ts";
export { migrate } from "./migrate.ts";
export { provisionDatabase } from "./provision.ts";
export { Fragment, joined, part } from "./fragment.ts";
