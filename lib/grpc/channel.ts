import type { Client } from "@grpc/grpc-js";
import { rest } from "../service/mod.ts";
import { connect, type Connections } from "./connections.ts";

/** Connections that do not grow old, for call after call. */
export interface Channel extends AsyncDisposable {
  /** What one call is made with, given back when it is over: until then its connections stay. */
  lease(): Lease;
}

export interface Lease extends Disposable {
  readonly client: Client;
}

export interface ChannelOptions {
  /** As gRPC writes it, with the way in which addresses are found: `dns:///host:port`. */
  readonly target: string;
  readonly connectionAgeMaxMs: number;
}

/** Part of the age by which channels differ, so that those of many processes are not renewed at once. */
const JITTER = 0.2;
const CONNECT_DEADLINE_MS = 5_000;

interface Generation {
  readonly connections: Connections;
  /** Under way. */
  calls: number;
  retired: boolean;
}

/**
 * A channel that is renewed before its connections get older than `connectionAgeMaxMs`, so that replicas which have come
 * since get their part. The bound is on this side because a server would enforce it with a GOAWAY (see door.ts). Calls go
 * over to the new connections once one of them is there; those under way end on the old ones.
 */
export function openChannel({ target, connectionAgeMaxMs }: ChannelOptions): Channel {
  const stop = new AbortController();
  let current = begin(target);

  async function renew(): Promise<void> {
    const next = begin(target);
    if (!await isReady(next.connections.client, stop.signal)) return retire(next); // The old ones may still serve.
    const before = current;
    current = next;
    retire(before);
  }

  const renewing = (async () => {
    while (!stop.signal.aborted) {
      await rest(connectionAgeMaxMs * (1 - JITTER * Math.random()), stop.signal);
      if (!stop.signal.aborted) await renew();
    }
  })();
  return {
    lease: () => {
      const generation = current;
      generation.calls++;
      return {
        client: generation.connections.client,
        [Symbol.dispose]: () => {
          generation.calls--;
          if (generation.retired) retire(generation);
        },
      };
    },
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await renewing;
      current.connections[Symbol.dispose]();
    },
  };
}

function begin(target: string): Generation {
  return { connections: connect(target), calls: 0, retired: false };
}

/** Closing fails calls that have not begun: it waits for the last of them. */
function retire(generation: Generation): void {
  generation.retired = true;
  if (generation.calls === 0) generation.connections[Symbol.dispose]();
}

/** Whether a connection is there in time, and before the signal fires. */
function isReady(client: Client, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    signal.addEventListener("abort", () => resolve(false), { once: true });
    client.waitForReady(Date.now() + CONNECT_DEADLINE_MS, (error) => resolve(!error));
  });
}
