import { every } from "@pms/lib/service";
import type { Logger } from "@pms/lib/telemetry";
import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { Pool } from "undici";

/** One of the processes that are a service, and our connections to it. */
export interface Replica {
  readonly pool: Pick<Pool, "dispatch">;
  /** Nobody answered there just now: for a while it gets work only if there is no other. */
  refused(): void;
}

/** The replicas of a service, as its name resolves at the moment. */
export interface Replicas extends AsyncDisposable {
  /** The next in turn that is not among those tried; undefined when all were. */
  next(tried?: readonly Replica[]): Replica | undefined;
}

export interface ReplicasOptions {
  readonly url: string;
  readonly pool: Pool.Options;
  readonly lookupEveryMs: number;
  readonly log: Logger;
  /** All addresses of a name. */
  readonly resolve?: ((name: string) => Promise<readonly string[]>) | undefined;
}

const AVOID_MS = 2_000;

interface Member extends Replica {
  readonly address: string;
  readonly pool: Pool;
  /** On the clock of performance.now(). */
  avoidedUntilMs: number;
}

/**
 * Looks the name up every few seconds and spreads over all its addresses, by turns. An address that is no longer there
 * finishes what it has. Until a first look-up succeeded, and for a URL with an address in it, the URL itself is the only replica.
 */
export function createReplicas({ url, pool, lookupEveryMs, log, resolve = addressesOf }: ReplicasOptions): Replicas {
  const { hostname, port } = new URL(url);
  const leaving = new Set<Member>();
  let members: readonly Member[] = [join(hostname)];
  let turn = 0;

  function join(address: string): Member {
    const host = address.includes(":") && !address.startsWith("[") ? `[${address}]` : address;
    const member: Member = {
      address,
      pool: new Pool(`http://${host}:${port || 80}`, pool),
      avoidedUntilMs: 0,
      refused: () => void (member.avoidedUntilMs = performance.now() + AVOID_MS),
    };
    return member;
  }

  function leave(member: Member): void {
    leaving.add(member);
    member.pool.close().catch(() => undefined).finally(() => leaving.delete(member));
  }

  async function lookUp(): Promise<void> {
    const addresses = await resolve(hostname).catch(() => []);
    if (addresses.length === 0) return; // A name server's bad moment is no reason to lose those that answer.
    const before = members;
    members = addresses.map((address) => before.find((member) => member.address === address) ?? join(address));
    for (const member of before) if (!members.includes(member)) leave(member);
  }

  const looking = isIP(hostname.replace(/^\[|\]$/g, "")) === 0 ? every(lookupEveryMs, lookUp, log) : undefined;
  return {
    next: (tried = []) => {
      let avoided: Member | undefined;
      for (const _ of members) {
        const member = members[turn = (turn + 1) % members.length];
        if (member === undefined || tried.includes(member)) continue;
        if (member.avoidedUntilMs === 0 || member.avoidedUntilMs < performance.now()) return member;
        avoided ??= member;
      }
      return avoided;
    },
    [Symbol.asyncDispose]: async () => {
      await looking?.[Symbol.asyncDispose]();
      await Promise.all([...members, ...leaving].map((member) => member.pool.destroy()));
    },
  };
}

async function addressesOf(name: string): Promise<string[]> {
  const found = await lookup(name, { all: true, family: 4 });
  return found.map(({ address }) => address);
}
