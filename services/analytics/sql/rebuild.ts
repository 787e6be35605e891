import type { Query } from "@pms/lib/db";

/** Whether this session is now the only one that rebuilds; it is until it ends. */
export async function takeRebuildLock(query: Query): Promise<boolean> {
  const [row] = await query<{ taken: boolean }>`select pg_try_advisory_lock(hashtext('analytics rebuild')) as taken`;
  return row?.taken ?? false;
}

export async function beginRebuild(query: Query): Promise<void> {
  await query`select begin_rebuild()`;
}

/** From here on, until the transaction ends, nobody changes the model that answers. It still answers. */
export async function lockModel(query: Query, waitMsMax: number): Promise<void> {
  await query`select set_config('lock_timeout', ${`${waitMsMax}ms`}, true)`;
  await query`lock table public.patient_state in share row exclusive mode`;
}

export async function finishRebuild(query: Query): Promise<void> {
  await query`select finish_rebuild()`;
}
