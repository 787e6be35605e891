import type { Metrics } from "../telemetry/mod.ts";
import { withDeadline } from "./deadline.ts";

export type Check = () => boolean | Promise<boolean>;

export interface Readiness {
  readonly ready: boolean;
  readonly checks: Readonly<Record<string, "up" | "down">>;
}

const CHECK_DEADLINE_MS = 1_500;

/** Whether a service may get work: every check holds and it is not on its way out. */
export interface Health {
  check(name: string, holds: Check): void;
  /** Shows the state of something that a service can do without: it does not decide whether the service is ready. */
  show(name: string, holds: Check): void;
  /** From now on not ready: load balancers stop sending. */
  drain(): void;
  readiness(): Promise<Readiness>;
}

export function createHealth(): Health {
  const checks = new Map<string, { readonly holds: Check; readonly decides: boolean }>();
  let draining = false;
  return {
    check: (name, holds) => void checks.set(name, { holds, decides: true }),
    show: (name, holds) => void checks.set(name, { holds, decides: false }),
    drain: () => draining = true,
    readiness: async () => {
      const results = await Promise.all([...checks].map(async ([name, { holds, decides }]) => {
        const up = await withDeadline((async () => await holds())(), CHECK_DEADLINE_MS, name).catch(() => false);
        return { name, up, decides };
      }));
      const ready = !draining && results.every(({ up, decides }) => up || !decides);
      return { ready, checks: Object.fromEntries(results.map(({ name, up }) => [name, up ? "up" : "down"])) };
    },
  };
}

/** Shows what `/readyz` says as a metric: 1 for up, 0 for down; `readiness` is all of it together. */
export function reportHealth(metrics: Metrics, health: Pick<Health, "readiness">): void {
  metrics.observe("health_check_status", "Whether a check holds", ["check"], async () => {
    const { ready, checks } = await health.readiness();
    const states = Object.entries(checks).map(([check, state]) => [{ check }, state === "up" ? 1 : 0] as const);
    return [[{ check: "readiness" }, ready ? 1 : 0], ...states];
  });
}
