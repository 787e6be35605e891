export { type Database, type DatabaseOptions, openDatabase, type Parameter, type Query, sqlState } from "./database.ts";
export { migrate } from "./migrate.ts";
export { provisionDatabase } from "./provision.ts";
