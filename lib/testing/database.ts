import postgres from "postgres";
import { type Database, migrate, openDatabase } from "../db/mod.ts";
import { testServers } from "./servers.ts";

export type Service = "auth" | "patient" | "billing" | "analytics";

export interface TestDatabase extends Database {
  readonly url: string;
}

const POOL_MAX = 8;
const CONNECT_SECONDS = 10;
const END_SECONDS = 2;
const STATEMENT_MAX_MS = 10_000;
const LOCK_KEY = 5_118_203; // Arbitrary; who makes a template holds it.

/** A database of its own for one test, migrated as the service's is: `await using db = await testDatabase("patient")`. */
export async function testDatabase(service: Service): Promise<TestDatabase> {
  const server = (await testServers()).postgres;
  const name = `${service}_${crypto.randomUUID().replaceAll("-", "")}`;
  await asAdmin(server, async (admin) => {
    const template = await templateFor(admin, server, service);
    // Copying files takes half the time of the default, which writes every page into the log first.
    await admin`create database ${admin(name)} template ${admin(template)} strategy file_copy`;
  });

  const url = `${server}/${name}`;
  const database = openDatabase({
    url,
    poolMax: POOL_MAX,
    applicationName: `test-${service}`,
    statementTimeoutMs: STATEMENT_MAX_MS,
  });
  return {
    ...database,
    url,
    async [Symbol.asyncDispose]() {
      await database[Symbol.asyncDispose]();
      await asAdmin(server, (admin) => admin`drop database ${admin(name)} with (force)`);
    },
  };
}

/** Migrates once for each set of migrations, however many tests ask; cloning the outcome takes a fraction of that. */
async function templateFor(admin: postgres.Sql, server: string, service: Service): Promise<string> {
  const folder = new URL(`../../services/${service}/sql/migrations/`, import.meta.url);
  const template = `template_${service}_${await fingerprint(folder)}`;
  const exists = async () => (await admin`select from pg_database where datname = ${template}`).count === 1;
  if (await exists()) return template;

  await admin`select pg_advisory_lock(${LOCK_KEY})`; // Let go when the session ends.
  if (await exists()) return template;
  const unfinished = `${template}_new`; // Renamed when complete: a failed migration never leaves a template.
  await admin`drop database if exists ${admin(unfinished)}`;
  await admin`create database ${admin(unfinished)}`;
  await migrate({ url: `${server}/${unfinished}`, folder });
  await admin`alter database ${admin(unfinished)} rename to ${admin(template)}`;
  return template;
}

async function fingerprint(folder: URL): Promise<string> {
  const names = (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name).sort();
  const texts = await Promise.all(names.map((name) => Deno.readTextFile(new URL(name, folder))));
  const bytes = new TextEncoder().encode(JSON.stringify([names, texts]));
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex().slice(0, 16);
}

async function asAdmin(server: string, work: (admin: postgres.Sql) => Promise<unknown>): Promise<void> {
  const admin = postgres(`${server}/postgres`, {
    max: 1,
    ...{ max_pipeline: 1 },
    connect_timeout: CONNECT_SECONDS,
    onnotice: () => {},
  });
  try {
    await work(admin);
  } finally {
    await admin.end({ timeout: END_SECONDS });
  }
}
