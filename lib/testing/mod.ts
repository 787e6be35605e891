export { clockOff } from "./clock.ts";
export { type Service, type TestDatabase, testDatabase } from "./database.ts";
export { eventually } from "./eventually.ts";
export { testBrokers, testTopic } from "./kafka.ts";
export { type Proxy, startProxy } from "./proxy.ts";
export { testServers } from "./servers.ts";
export { testVerifier, tokenFor, tokenWithLifetime } from "./tokens.ts";
