/**
 * Who may go to the driver's pool. It puts a statement behind another one on a busy connection, which is well, but with
 * `max_pipeline: 1` a `begin` behind another statement fails, and leaves the connection inside a transaction that nobody
 * ends: later statements on it would be lost. So a transaction waits until fewer are at the pool than it has
 * connections, and whoever comes later waits behind it.
 */
export interface Turns {
  /** Waits for a statement's turn, where it has to. */
  statement(): Promise<void> | undefined;
  /** Waits for a transaction's. */
  transaction(): Promise<void> | undefined;
  /** Ends a turn. */
  leave(): void;
}

export function createTurns(connectionsMax: number): Turns {
  let running = 0;
  const waiting: { readonly runningMax: number; readonly go: () => void }[] = [];

  function enter(runningMax: number): Promise<void> | undefined {
    if (waiting.length > 0 || running >= runningMax) {
      return new Promise((go) => void waiting.push({ runningMax, go }));
    }
    running++;
  }

  return {
    statement: () => enter(Infinity),
    transaction: () => enter(connectionsMax),
    leave: () => {
      running--;
      for (let next = waiting[0]; next !== undefined && running < next.runningMax; next = waiting[0]) {
        waiting.shift();
        running++;
        next.go();
      }
    },
  };
}
