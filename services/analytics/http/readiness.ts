import type { Check, Health } from "@pms/lib/service";

/**
 * Adds a check that is shown but not asked for. Without Kafka the counts stand still, and can be read as before: an
 * answer of 503 here would only take the reads away, and the gateway with them, which is ready when its upstreams are.
 */
export function showing(health: Health, name: string, holds: Check): Health {
  return {
    ...health,
    readiness: async () => {
      const { ready, checks } = await health.readiness();
      return { ready, checks: { ...checks, [name]: await holds() ? "up" : "down" } };
    },
  };
}
