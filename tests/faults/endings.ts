import { PARTS } from "./schedule.ts";
import { CRASH_EXIT_CODE } from "./plants.ts";

/** Holds how processes ended against what was done to them. */
export interface Endings {
  /** Before a signal is sent. */
  expect(name: string, signal: Deno.Signal): void;
  /** A line of the supervisor. */
  said(line: string): void;
  /** How often a process ended at its crash point. */
  readonly crashes: number;
  /** Endings that nobody asked for, in words. */
  readonly violations: readonly string[];
}

const ENDED = /^(\S+) +ended \((?:exit code (\d+)|(SIG\w+))\)/;
/** Java says so when SIGTERM ended it in good order. */
const JAVA_TERMINATED = 143;

export function createEndings(planted: string | undefined): Endings {
  const expected = new Map<string, Set<Deno.Signal>>();
  const violations: string[] = [];
  let crashes = 0;

  function judge(name: string, exitCode: number | undefined, signal: string | undefined): string | undefined {
    const sent = expected.get(name) ?? new Set();
    expected.delete(name);
    const isServer = name === "postgres" || name === "kafka";
    if (signal !== undefined) return sent.has(signal as Deno.Signal) ? undefined : `${name} was ended by ${signal}`;
    if (name === planted && exitCode === CRASH_EXIT_CODE) {
      crashes++;
      return undefined;
    }
    if (sent.has("SIGTERM") || sent.has("SIGINT")) {
      const good = exitCode === 0 || (isServer && exitCode === JAVA_TERMINATED);
      return good ? undefined : `${name} answered SIGTERM with exit code ${exitCode}`;
    }
    // PostgreSQL that was killed does not start before its old sessions have let go, and is tried again.
    if (isServer && exitCode === 1) return undefined;
    return `${name} ended by itself with exit code ${exitCode}`;
  }

  return {
    expect: (name, signal) => void expected.set(name, (expected.get(name) ?? new Set()).add(signal)),
    said: (line) => {
      const [, name = "", code, signal] = ENDED.exec(line) ?? [];
      if (name === "" || !PARTS.some((part) => name.startsWith(part))) return;
      const why = judge(name, code === undefined ? undefined : Number(code), signal);
      if (why !== undefined) violations.push(`A process ended by itself: ${why}`);
    },
    get crashes() {
      return crashes;
    },
    violations,
  };
}
