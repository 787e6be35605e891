import type { Query } from "@pms/lib/db";

export interface Client {
  readonly id: string;
  readonly secretDigest: Uint8Array;
  readonly scopes: readonly string[];
}

export async function findClient(query: Query, id: string): Promise<Client | undefined> {
  const [client] = await query<Client>`select id, secret_digest, scopes from client where id = ${id}`;
  return client;
}

/** Adds a client, or gives the one there is this secret and these scopes. */
export async function saveClient(query: Query, { id, secretDigest, scopes }: Client): Promise<void> {
  await query`
    insert into client (id, secret_digest, scopes) values (${id}, ${secretDigest}, ${scopes})
    on conflict (id) do update set secret_digest = excluded.secret_digest, scopes = excluded.scopes`;
}
