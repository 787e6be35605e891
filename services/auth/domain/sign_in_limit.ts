import { createHmac, hkdfSync } from "node:crypto";
import type { Database } from "@pms/lib/db";
import { DomainError } from "@pms/lib/errors";
import {
  type Bucket,
  clearAccount,
  countAccountFailure,
  countAddressFailure,
  findAccountWait,
  findAddressWait,
  forgetAccount,
  readClock,
  setAccountWait,
} from "../sql/sign_in_limits.ts";

/** Who tries: an account by its id, or by the e-mail that is nobody's; and the network it comes from. */
export interface Try {
  readonly account?: string;
  readonly network: string;
}

export interface SignInRules {
  /** The failure in a row from which on an account has to wait, */
  readonly failuresMax: number;
  /** for so long at first, and twice as long after each further one, */
  readonly waitMs: number;
  /** but no longer than this. */
  readonly waitMaxMs: number;
  /** Of each address; no limit where `failuresMax` is 0. */
  readonly address: Bucket;
}

/** How often somebody may guess. Each call throws `too-many-requests` for who has to wait, and then counts nothing. */
export interface SignInLimit {
  /** To be asked before anything dear is done. */
  admit(tried: Try): Promise<void>;
  /** Counts a failure. */
  failed(tried: Try): Promise<void>;
  /** Clears the account. */
  succeeded(tried: Try): Promise<void>;
  /** Clears an account whose owner has proved to be so in another way. */
  forget(account: string): Promise<void>;
}

/**
 * The verdict comes twice, before the password is looked at and after: of many tries at once all pass the first, and
 * those beyond the limit, the right one too, learn nothing from the second.
 */
export function createSignInLimit(
  database: Database,
  encryptionKey: Uint8Array,
  { address, ...rules }: SignInRules,
  now = () => readClock(database.query),
): SignInLimit {
  const { query, transaction } = database;
  const key = new Uint8Array(hkdfSync("sha256", encryptionKey, "", "sign-in limits", 32));
  const digestOf = (kind: string, name: string) => createHmac("sha256", key).update(`${kind} ${name}`).digest();
  const accountOf = (account: string) => digestOf("account", account.toLowerCase());
  const networkOf = (network: string) => digestOf("network", network);
  const limitsAddresses = address.failuresMax > 0;

  const admit: SignInLimit["admit"] = async ({ account, network }) => {
    const at = await now();
    const waits = [
      account === undefined ? undefined : await findAccountWait(query, accountOf(account), at),
      limitsAddresses ? await findAddressWait(query, networkOf(network), address, at) : undefined,
    ].filter((until) => until !== undefined);
    if (waits.length > 0) throw mustWait(Math.max(...waits.map(Number)) - at.getTime());
  };

  return {
    admit,
    failed: async (tried) => {
      const { account, network } = tried;
      const at = await now();
      const counted = await transaction(async (query) => {
        if (account !== undefined) {
          const digest = accountOf(account);
          const failures = await countAccountFailure(query, digest, at);
          if (failures === undefined) return false;
          await setAccountWait(query, digest, new Date(at.getTime() + waitAfter(failures, rules)));
        }
        if (!limitsAddresses || await countAddressFailure(query, networkOf(network), address, at)) return true;
        throw mustWait(address.refillMs); // Thrown, so that the account's failure is not counted either.
      });
      if (counted) return;
      await admit(tried);
      throw mustWait(0); // The wait ended in between.
    },
    succeeded: async (tried) => {
      if (tried.account !== undefined) await clearAccount(query, accountOf(tried.account), await now());
      await admit(tried);
    },
    forget: (account) => forgetAccount(query, accountOf(account)),
  };
}

/** In milliseconds, after so many failures in a row. */
export function waitAfter(failures: number, rules: Omit<SignInRules, "address">): number {
  const { failuresMax, waitMs, waitMaxMs } = rules;
  return failures < failuresMax ? 0 : Math.min(waitMs * 2 ** (failures - failuresMax), waitMaxMs);
}

function mustWait(ms: number): DomainError {
  return new DomainError("too-many-requests", "There were too many failed tries; wait before the next one", {
    headers: { "retry-after": String(Math.max(1, Math.ceil(ms / 1_000))) },
  });
}
