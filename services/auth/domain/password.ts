import { createRequire } from "node:module";
import { unavailable } from "@pms/lib/errors";
import { bulkhead, BulkheadRejectedError } from "cockatiel";

/** What we use of @node-rs/argon2's native library. */
interface Argon2 {
  hash(password: string, options: typeof PARAMETERS): Promise<string>;
  verify(hash: string, password: string): Promise<boolean>;
}

export interface Passwords {
  /** The PHC string to keep. */
  hash(password: string): Promise<string>;
  /** Whether the password is the one behind the hash. Takes as long without a hash, and is then always false. */
  verify(hash: string | undefined, password: string): Promise<boolean>;
}

/** argon2id with 19 MiB and two passes (OWASP Password Storage Cheat Sheet). */
const PARAMETERS = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Of a random password that nobody knows. */
const DECOY = "$argon2id$v=19$m=19456,t=2,p=1$c/xLhw5MhzCHvq9EzfzMkg$eTKseqds9Pv4WlQdgOOTobW4tI/znVFtmgFaUVxNwDQ";

const WAITING_MAX = 200;

/** Hashing with the native library at `libraryPath`, at most `atOnceMax` at a time and `waitingMax` waiting. */
export function createPasswords(libraryPath: string, atOnceMax: number, waitingMax = WAITING_MAX): Passwords {
  const argon2: Argon2 = createRequire(import.meta.url)(libraryPath);
  const gate = bulkhead(atOnceMax, waitingMax);

  async function bounded<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await gate.execute(work);
    } catch (error) {
      throw error instanceof BulkheadRejectedError ? unavailable("Sign-in") : error;
    }
  }

  return {
    hash: (password) => bounded(() => argon2.hash(password, PARAMETERS)),
    verify: (hash, password) => bounded(async () => await argon2.verify(hash ?? DECOY, password) && hash !== undefined),
  };
}
