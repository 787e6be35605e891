import type { Socket } from "node:net";
import { type ChannelCredentials, Client, credentials } from "@grpc/grpc-js";
import { MESSAGE_BYTES_MAX } from "./server.ts";

/** A client with connections of its own to all addresses of a target, calls spread over them by turns. */
export interface Connections extends Disposable {
  readonly client: Client;
}

/** `target` is as gRPC writes it, with the way in which addresses are found: `dns:///host:port`. */
export function connect(target: string): Connections {
  const { credentials, end } = plaintext();
  const client = new Client(target, credentials, {
    "grpc.service_config": JSON.stringify({ loadBalancingConfig: [{ round_robin: {} }] }),
    "grpc.max_receive_message_length": MESSAGE_BYTES_MAX,
    "grpc.initial_reconnect_backoff_ms": 100,
    "grpc.max_reconnect_backoff_ms": 1_000,
    "grpc.dns_min_time_between_resolutions_ms": 1_000,
    "grpc.use_local_subchannel_pool": 1, // Or a new client would take over the connections of the one before.
  });
  return {
    client,
    // The connections just end. Closing the client alone would say goodbye with a GOAWAY, and not only clients of Deno
    // 2.9.6 crash on that frame, servers do as well.
    [Symbol.dispose]: () => {
      end();
      client.close();
    },
  };
}

interface Plaintext {
  readonly credentials: ChannelCredentials;
  /** Ends the connections that are there, and each that comes up later. */
  end(): void;
}

/** Credentials are where grpc-js hands out its sockets, so they can be kept there. */
function plaintext(): Plaintext {
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
