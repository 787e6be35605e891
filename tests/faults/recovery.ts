import { openDatabase } from "@pms/lib/db";
import { rest } from "@pms/lib/service";
import type { Client } from "./client.ts";
import { type Fault, nameOf } from "./schedule.ts";
import type { System } from "./system.ts";

/** How long after a fault its part did its work again. */
export interface Recovery {
  readonly fault: string;
  /** Undefined when the campaign ended before. */
  readonly ms: number | undefined;
}

const TRY_EVERY_MS = 50;

export interface Prober extends AsyncDisposable {
  /** Tries what needs the part until it succeeds, counted from the moment given. */
  firstSuccess(fault: Fault, fromMs: number, stop: AbortSignal): Promise<Recovery>;
}

/** A client of its own, who asks for what a fault took away until it is there again. */
export function createProber(system: System, client: Client): Prober {
  const open = (name: "analytics" | "billing") =>
    openDatabase({ url: system.databaseUrl(name), poolMax: 2, applicationName: "faults prober" });
  const analytics = open("analytics");
  const billing = open("billing");

  const answers = (path: string) => async () => (await client.send("GET", path))?.status === 200;
  const registers = async () => (await client.register(false)).result === "acknowledged";
  /** Somebody registers, and what follows has followed. */
  function follows(arrived: (patientId: string) => Promise<boolean>): () => Promise<boolean> {
    let patientId: string | undefined;
    return async () => {
      if (patientId === undefined) {
        const outcome = await client.register(false);
        if (outcome.result === "acknowledged") ({ patientId } = outcome);
      }
      return patientId !== undefined && await arrived(patientId);
    };
  }
  const counted = () =>
    follows(async (id) => (await analytics.query`select from patient_state where patient_id = ${id}`).length > 0);
  const billed = () =>
    follows(async (id) => (await billing.query`select from account where patient_id = ${id}`).length > 0);
  const signsIn = async () =>
    (await client.send("POST", "/auth/login", { email: "admin@example.com", password: "password123" }))?.status === 200;

  function probeOf({ kind, target }: Fault): () => Promise<boolean> {
    if (target === "kafka" || target === "topic") return counted();
    if (target === "postgres") return registers;
    if (target === "auth") return signsIn;
    if (target === "billing") {
      return kind === "cut" || kind === "slow" ? billed() : answers("/api/billing/accounts?pageSize=1");
    }
    if (target === "analytics") return kind === "join" ? counted() : answers("/api/analytics/summary");
    return answers("/api/patients?pageSize=1");
  }

  return {
    firstSuccess: async (fault, fromMs, stop) => {
      const probe = probeOf(fault);
      while (!stop.aborted) {
        if (await probe().catch(() => false)) return { fault: nameOf(fault), ms: Date.now() - fromMs };
        await rest(TRY_EVERY_MS, stop);
      }
      return { fault: nameOf(fault), ms: undefined };
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all([analytics, billing].map((database) => database[Symbol.asyncDispose]()));
    },
  };
}
