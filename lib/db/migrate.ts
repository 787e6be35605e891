import postgres from "postgres";

/** All migrators of one database wait for this lock; the number is arbitrary but fixed. */
const LOCK_KEY = 7_302_419;
const LOCK_WAIT_MS = 60_000;
const NAME = /^\d{4}_[a-z0-9_]+\.sql$/;

interface Migration {
  readonly name: string;
  readonly text: string;
  readonly checksum: string;
}

/**
 * Brings a database up to the newest migration of a folder and returns the names it applied. Forward only, one
 * transaction a file, one migrator at a time. Throws when an applied file changed, is missing, or was overtaken.
 */
export async function migrate(options: { readonly url: string; readonly folder: URL }): Promise<string[]> {
  const migrations = await readMigrations(options.folder);
  const sql = postgres(options.url, { max: 1, ...{ max_pipeline: 1 }, connect_timeout: 10, onnotice: () => {} });
  try {
    await sql`select set_config('lock_timeout', ${`${LOCK_WAIT_MS}ms`}, false)`;
    await sql`select pg_advisory_lock(${LOCK_KEY})`;
    await sql`
      create table if not exists schema_migration (
        name        text        primary key,
        checksum    text        not null,
        applied_at  timestamptz not null default now()
      )`;
    const applied = await sql<{ name: string; checksum: string }[]>`
      select name, checksum from schema_migration order by name`;
    const pending = pendingAfter(applied, migrations);
    for (const migration of pending) await apply(sql, migration);
    return pending.map(({ name }) => name);
  } finally {
    await sql.end({ timeout: 2 }); // Ends the session, and with it the lock.
  }
}

async function apply(sql: postgres.Sql, { name, text, checksum }: Migration): Promise<void> {
  try {
    await sql.begin(async (tx) => {
      await tx.unsafe(text);
      await tx`insert into schema_migration (name, checksum) values (${name}, ${checksum})`;
    });
  } catch (error) {
    if (!(error instanceof postgres.PostgresError)) throw error;
    throw new Error(`Migration ${name} failed${lineOf(text, error.position)}: ${wordsOf(error)}`);
  }
}

/** Class 42 is about the statement itself; other words of the server may quote rows that are in the table. */
function wordsOf({ code, message, constraint_name }: postgres.PostgresError): string {
  return [code, constraint_name, code.startsWith("42") ? message : undefined].filter(Boolean).join(" ");
}

function lineOf(text: string, position: string | undefined): string {
  const line = [...text].slice(0, Number(position)).join("").split("\n").length; // The server counts characters.
  return position === undefined ? "" : ` in line ${line}`;
}

async function readMigrations(folder: URL): Promise<Migration[]> {
  const names: string[] = [];
  for await (const entry of Deno.readDir(folder)) {
    if (!entry.name.endsWith(".sql")) continue;
    if (!NAME.test(entry.name)) throw new Error(`Migration ${entry.name} is not named NNNN_verb_noun.sql`);
    names.push(entry.name);
  }
  names.sort();
  return await Promise.all(names.map(async (name) => {
    const text = await Deno.readTextFile(new URL(name, withSlash(folder)));
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
    return { name, text, checksum: new Uint8Array(digest).toHex() };
  }));
}

function pendingAfter(applied: readonly { name: string; checksum: string }[], migrations: Migration[]): Migration[] {
  for (const [index, { name, checksum }] of applied.entries()) {
    const known = migrations[index];
    if (known?.name !== name) {
      throw new Error(
        `Migration ${name} is applied in the database, but the folder has ${known?.name ?? "none"} there`,
      );
    }
    if (known.checksum !== checksum) throw new Error(`Migration ${name} was changed after it was applied`);
  }
  return migrations.slice(applied.length);
}

function withSlash(folder: URL): URL {
  return folder.href.endsWith("/") ? folder : new URL(`${folder.href}/`);
}
