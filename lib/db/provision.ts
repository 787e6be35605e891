import postgres from "postgres";

/**
 * Makes a service's role and its database where they are missing, with this password, as the administrator of the
 * server. Only that role may connect to that database.
 */
export async function provisionDatabase(
  { adminUrl, name, password }: { readonly adminUrl: string; readonly name: string; readonly password: string },
): Promise<void> {
  const sql = postgres(adminUrl, { max: 1, ...{ max_pipeline: 1 }, connect_timeout: 10, onnotice: () => {} });
  try {
    const [known] = await sql<{ role: boolean; database: boolean; identifier: string; literal: string }[]>`
      select exists(select from pg_roles where rolname = ${name}) as role,
        exists(select from pg_database where datname = ${name}) as database,
        quote_ident(${name}) as identifier,
        quote_literal(${password}) as literal`;
    if (known === undefined) throw new Error("The server did not answer");
    const { identifier, literal } = known;
    await sql.unsafe(`${known.role ? "alter" : "create"} role ${identifier} login password ${literal}`);
    if (!known.database) await sql.unsafe(`create database ${identifier} owner ${identifier}`);
    await sql.unsafe(`revoke connect, temporary on database ${identifier} from public`);
  } finally {
    await sql.end({ timeout: 2 });
  }
}
