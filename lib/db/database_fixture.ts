import assert from "node:assert/strict";
import { DomainError } from "../errors.ts";
import { type Proxy, startProxy, testServers } from "../testing/mod.ts";
import { type Database, type DatabaseOptions, openDatabase } from "./database.ts";

/** One connection, unless the test wants more, to a database that all tests share: what they make in it is temporary. */
export async function open(options: Partial<DatabaseOptions> = {}): Promise<Database> {
  const url = `${(await testServers()).postgres}/postgres`;
  return openDatabase({ url, poolMax: 1, applicationName: "test", ...options });
}

/** A database behind a line that can be cut. */
export async function openBehind(
  options: Partial<DatabaseOptions> = {},
): Promise<AsyncDisposable & { database: Database; proxy: Proxy }> {
  const url = new URL(`${(await testServers()).postgres}/postgres`);
  const proxy = startProxy({ hostname: url.hostname, port: Number(url.port) });
  url.port = String(proxy.port);
  const database = openDatabase({ url: url.href, poolMax: 2, applicationName: "test", ...options });
  return {
    database,
    proxy,
    [Symbol.asyncDispose]: async () => {
      proxy.mend();
      await database[Symbol.asyncDispose]();
      await proxy[Symbol.asyncDispose]();
    },
  };
}

/** Keeps one connection of the pool from others, until what it gives is called. */
export async function holdConnection(database: Database): Promise<() => Promise<void>> {
  const released = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  const holding = database.transaction(async (query) => {
    await query`select 1`;
    begun.resolve();
    await released.promise;
  });
  await begun.promise;
  return async () => {
    released.resolve();
    await holding;
  };
}

export const isUnavailable = (error: unknown) => {
  assert.ok(error instanceof DomainError, String(error));
  assert.equal(error.reason, "unavailable");
  assert.equal(error.options.headers?.["retry-after"], "1");
  return true;
};
