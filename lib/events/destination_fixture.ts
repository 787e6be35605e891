import { type Database, openDatabase } from "../db/mod.ts";
import { createLogger } from "../telemetry/mod.ts";
import { type Deliver, type OutboxRow, RELAY_SETTINGS, type RelayOptions } from "./mod.ts";

export const ADA = "0198c0de-0000-7000-8000-00000000000a";
export const BOB = "0198c0de-0000-7000-8000-00000000000b";

export const versionOf = ({ payload }: OutboxRow) => (payload as { version: number }).version;

/** A destination that takes everything and remembers it. */
export function destination() {
  const got: OutboxRow[] = [];
  const deliver: Deliver = (rows) => {
    got.push(...rows);
    return Promise.resolve({ delivered: rows, refused: [] });
  };
  return { got, deliver, versions: () => got.map(versionOf) };
}

/** The pool of one connection that a relay wants. */
export function session(url: string): Database {
  return openDatabase({ url, poolMax: 1, applicationName: "relay", settings: RELAY_SETTINGS });
}

const silent = createLogger("test", "error", () => {});
export const base: Omit<RelayOptions, "database" | "deliver"> = { destination: "billing", batchMax: 100, log: silent };
