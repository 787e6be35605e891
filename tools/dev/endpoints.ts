import { freePort, takePort } from "./ports.ts";

/** Where everything listens, `host:port`. */
export interface Endpoints {
  /** `admin` is for operators: health and metrics, and nothing of the API. */
  readonly gateway: { readonly http: string; readonly admin: string };
  readonly auth: { readonly http: string; readonly grpc: string };
  readonly patient: { readonly http: string; readonly grpc: string };
  readonly billing: { readonly http: string; readonly grpc: string };
  readonly analytics: { readonly http: string };
  readonly postgres: string;
  readonly kafka: string;
}

/** The usual ports, or others where those are taken; only the gateway's is as asked for, or an error. */
export function chooseEndpoints(gatewayPort: number): Endpoints {
  const gateway = takePort(gatewayPort);
  if (gateway === undefined) {
    throw new Error(`Port ${gatewayPort} is in use by another program: choose another one with --port`);
  }
  const at = (port: number) => `127.0.0.1:${port}`;
  return {
    gateway: { http: at(gateway), admin: at(freePort(4003)) },
    auth: { http: at(freePort(4005)), grpc: at(freePort(9005)) },
    patient: { http: at(freePort(4000)), grpc: at(freePort(9000)) },
    billing: { http: at(freePort(4001)), grpc: at(freePort(9001)) },
    analytics: { http: at(freePort(4002)) },
    postgres: at(freePort(5432)),
    kafka: at(freePort(9092)),
  };
}

export function portOf(address: string): number {
  return Number(address.slice(address.lastIndexOf(":") + 1));
}
