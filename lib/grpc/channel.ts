import type { Socket } from "node:net";
import { type ChannelCredentials, Client, credentials } from "@grpc/grpc-js";
import { rest } from "../service/mod.ts";
import { MESSAGE_BYTES_MAX } from "./server.ts";

/** Connections to all addresses of a target, calls spread over them by turns. */
export interface Channel extends AsyncDisposable {
  /** Makes one call, whose promise settles when it is over. */
  use<Result>(call: (client: Client) => Promise<Result>): Promise<Result>;
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
  readonly client: Client;
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
  let current = connect(target);

  async function renew(): Promise<void> {
    const next = connect(target);
    if (!await isReady(next.client, stop.signal)) return close(next); // The old ones may still serve.
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
    use: async (call) => {
      const generation = current;
      generation.calls++;
      try {
        return await call(generation.client);
      } finally {
        generation.calls--;
        if (generation.retired) retire(generation);
      }
    },
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await renewing;
      close(current);
    },
  };
}

/** Closing fails calls that have not begun: it waits for the last of them. */
function retire(generation: Generation): void {
  generation.retired = true;
  if (generation.calls === 0) close(generation);
}

/**
 * Its connections just end. Closing the client alone would say goodbye with a GOAWAY, and not only clients of Deno 2.9.6 crash
 * on that frame, servers do as well.
 */
function close({ client, connections }: Generation): void {
  connections.end();
  client.close();
}

function connect(target: string): Generation {
  const connections = plaintext();
  const client = new Client(target, connections.credentials, {
    "grpc.service_config": JSON.stringify({ loadBalancingConfig: [{ round_robin: {} }] }),
    "grpc.max_receive_message_length": MESSAGE_BYTES_MAX,
    "grpc.initial_reconnect_backoff_ms": 100,
    "grpc.max_reconnect_backoff_ms": 1_000,
    "grpc.dns_min_time_between_resolutions_ms": 1_000,
    "grpc.use_local_subchannel_pool": 1, // Connections of its own, or the new channel would take over the old ones.
  });
  return { client, connections, calls: 0, retired: false };
}

interface Connections {
  readonly credentials: ChannelCredentials;
  /** Ends those that are there, and each that comes up later. */
  end(): void;
}

/** Credentials are where grpc-js hands out its sockets, so they can be kept there. */
function plaintext(): Connections {
  const open = new Set<Socket>();
  let ended = false;
  const plain = credentials.createInsecure();
  const createConnector = plain._createSecureConnector.bind(plain);
  plain._createSecureConnector = (...options) => {
    const connector = createConnector(...options);
    return {
      ...connector,
      connect: (socket) => {
        if (ended) {
          socket.destroy();
          return Promise.reject(new Error("The channel has ended"));
        }
        open.add(socket);
        socket.once("close", () => open.delete(socket));
        return connector.connect(socket);
      },
    };
  };
  return {
    credentials: plain,
    end: () => {
      ended = true;
      for (const socket of open) socket.destroy();
    },
  };
}

/** Whether a connection is there in time, and before the signal fires. */
function isReady(client: Client, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    signal.addEventListener("abort", () => resolve(false), { once: true });
    client.waitForReady(Date.now() + CONNECT_DEADLINE_MS, (error) => resolve(!error));
  });
}
