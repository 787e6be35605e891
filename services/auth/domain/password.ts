import { createRequire } from "node:module";
import { unavailable } from "@pms/lib/errors";
import { bulkhead, BulkheadRejectedError } from "cockatiel";

/** What argon2id costs: memory in KiB, passes over it, and lanes. */
export interface Cost {
  readonly memoryCost: number;
  readonly timeCost: number;
  readonly parallelism: number;
}

/** What we use of @node-rs/argon2's native library. */
interface Argon2 {
  hash(password: string, options: Cost & { readonly algorithm: typeof ARGON2ID }): Promise<string>;
  verify(hash: string, password: string): Promise<boolean>;
}

export interface Passwords {
  /** The PHC string to keep. */
  hash(password: string): Promise<string>;
  /** Whether the password is the one behind the hash. Takes as long without a hash, and is then always false. */
  verify(hash: string | null | undefined, password: string): Promise<boolean>;
  /** Whether a password that is right should be hashed anew: the cost has risen, or it was kept in another form. */
  isOutdated(hash: string, password: string): Promise<boolean>;
}

const ARGON2ID = 2;

/** 19 MiB and two passes (OWASP Password Storage Cheat Sheet). */
const COST: Cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

const WAITING_MAX = 200;

export interface PasswordOptions {
  /** Hashes at once; each takes a thread and the memory of its cost. */
  readonly atOnceMax: number;
  /** Hashes waiting for their turn; past it the answer is `unavailable`. */
  readonly waitingMax?: number;
  readonly cost?: Cost;
}

/** Hashing with the native library at `libraryPath`. Passwords that look the same are the same (NFKC). */
export function createPasswords(
  libraryPath: string,
  { atOnceMax, waitingMax = WAITING_MAX, cost = COST }: PasswordOptions,
): Passwords {
  const argon2: Argon2 = createRequire(import.meta.url)(libraryPath);
  const gate = bulkhead(atOnceMax, waitingMax);
  const decoy = decoyOf(cost);

  async function bounded<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await gate.execute(work);
    } catch (error) {
      throw error instanceof BulkheadRejectedError ? unavailable("Sign-in") : error;
    }
  }

  async function isBehind(hash: string, password: string): Promise<boolean> {
    return await bounded(() => argon2.verify(hash, password));
  }

  return {
    hash: (password) => bounded(() => argon2.hash(password.normalize("NFKC"), { algorithm: ARGON2ID, ...cost })),
    verify: async (hash, password) => {
      const normal = password.normalize("NFKC");
      const right = await isBehind(hash ?? decoy, normal) ||
        normal !== password && await isBehind(hash ?? decoy, password); // Kept before there was a normal form.
      return right && typeof hash === "string";
    },
    isOutdated: async (hash, password) => {
      const normal = password.normalize("NFKC");
      return isCheaper(hash, cost) || (normal !== password && !await isBehind(hash, normal));
    },
  };
}

/** A hash of no password at all, as dear to check as any other: its parameters are what takes the time. */
export function decoyOf({ memoryCost, timeCost, parallelism }: Cost): string {
  const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes)).toBase64({ omitPadding: true });
  return `$argon2id$v=19$m=${memoryCost},t=${timeCost},p=${parallelism}$${random(16)}$${random(32)}`;
}

function isCheaper(hash: string, { memoryCost, timeCost }: Cost): boolean {
  const [, memory, passes] = /\$m=(\d+),t=(\d+),/.exec(hash) ?? [];
  return Number(memory) < memoryCost || Number(passes) < timeCost;
}
