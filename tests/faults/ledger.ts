/** What a client wants to do. Written down before it is sent. */
export interface Intent {
  readonly kind: "register" | "change" | "delete" | "restore";
  /** Unique text that the write leaves in the record; deleting and restoring leave none. */
  readonly mark?: string;
  readonly patientId?: string;
  readonly key?: string;
}

/**
 * What came of it. `refused`: it must not have happened. `unknown`: it may have happened or not, once, now or when the
 * system comes round.
 */
export type Outcome =
  | { readonly result: "acknowledged"; readonly patientId: string; readonly version: number }
  | { readonly result: "refused" | "unknown"; readonly status?: number };

export interface Entry {
  readonly number: number;
  readonly client: number;
  readonly intent: Intent;
  outcome: Outcome;
}

export interface Ledger extends Disposable {
  readonly entries: readonly Entry[];
  begin(client: number, intent: Omit<Intent, "mark">, marked: boolean): Entry;
  end(entry: Entry, outcome: Outcome): void;
}

/** Keeps the ledger in memory for the checks and in a file, a line for each step, for whoever asks what happened. */
export function openLedger(path: string): Ledger {
  const file = Deno.openSync(path, { create: true, write: true, truncate: true });
  const encoder = new TextEncoder();
  const write = (line: object) => {
    const bytes = encoder.encode(`${JSON.stringify({ at: new Date().toISOString(), ...line })}\n`);
    for (let sent = 0; sent < bytes.length;) sent += file.writeSync(bytes.subarray(sent));
  };
  const entries: Entry[] = [];
  return {
    entries,
    begin: (client, intent, marked) => {
      const number = entries.length;
      const entry: Entry = {
        number,
        client,
        intent: { ...intent, ...(marked && { mark: `mark ${number}` }) },
        outcome: { result: "unknown" },
      };
      entries.push(entry);
      write({ number, client, ...entry.intent });
      return entry;
    },
    end: (entry, outcome) => {
      entry.outcome = outcome;
      write({ number: entry.number, ...outcome });
    },
    [Symbol.dispose]: () => file.close(),
  };
}
