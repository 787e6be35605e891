const HOSTNAME = "127.0.0.1";

/** The port if it is free, else another one that is. */
export function freePort(wanted: number): number {
  return tryPort(wanted) ?? tryPort(0) ?? wanted;
}

/** The port itself (with 0, any free one), or undefined when somebody listens there. */
export function tryPort(wanted: number): number | undefined {
  try {
    using listener = Deno.listen({ hostname: HOSTNAME, port: wanted });
    return listener.addr.port;
  } catch (error) {
    if (error instanceof Deno.errors.AddrInUse || error instanceof Deno.errors.PermissionDenied) return undefined;
    throw error;
  }
}
