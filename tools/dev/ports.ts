const HOSTNAME = "127.0.0.1";
/** Another address of the loopback interface: a port held there keeps other launchers away, not our own parts. */
const RESERVATIONS = "127.0.0.2";

/** Held until this process ends. */
const held: Deno.Listener[] = [];

/** The port if it is free, else another one that is; reserved for this launcher until it ends. */
export function freePort(wanted: number): number {
  return takePort(wanted) ?? takePort(0) ?? wanted;
}

/** The port itself (with 0, any free one), reserved, or undefined when somebody listens there or has reserved it. */
export function takePort(wanted: number): number | undefined {
  try {
    using listener = Deno.listen({ hostname: HOSTNAME, port: wanted });
    const { port } = listener.addr;
    reserve(port);
    return port;
  } catch (error) {
    if (error instanceof Deno.errors.AddrInUse || error instanceof Deno.errors.PermissionDenied) return undefined;
    throw error;
  }
}

/** Two launchers that start at once would both find a port free, and each take the other's parts for its own. */
function reserve(port: number): void {
  try {
    held.push(Deno.listen({ hostname: RESERVATIONS, port }));
  } catch (error) {
    if (!(error instanceof Deno.errors.AddrNotAvailable)) throw error; // macOS has only the one address.
  }
}
