import { rest } from "@pms/lib/service";
import type { Answer, Api } from "./api.ts";
import type { Entry, Ledger, Outcome } from "./ledger.ts";
import { addressOf, personOf } from "./person.ts";
import type { Random } from "./random.ts";
import { createSession } from "./session.ts";

export interface ClientOptions {
  readonly number: number;
  readonly random: Random;
  readonly api: Api;
  readonly ledger: Ledger;
  /** Patients that any client may change. */
  readonly shared: string[];
  readonly violate: (sentence: string) => void;
  readonly stop: AbortSignal;
}

/** What a client knows of a patient that it alone deletes and restores. */
interface Known {
  readonly id: string;
  /** Undefined: a write has no answer, and how it stands has to be looked up. */
  state: { readonly version: number; readonly deleted: boolean } | undefined;
}

const PAUSE_MS_MIN = 5;
const PAUSE_MS_MAX = 45;
const RETRY_MS = 150;
const RETRIES_MAX = 60;
const SHARED_MAX = 20;

/** Works through the gateway as a member of staff would, one thing after another, until it is stopped. */
export function createClient({ number, random, api, ledger, shared, violate, stop }: ClientOptions) {
  const session = createSession(api, violate, stop);
  const own: Known[] = [];
  const registered: { key: string; body: unknown; patientId: string }[] = [];

  async function send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    return await api.send(method, path, {
      ...(body !== undefined && { body }),
      headers: { ...await session.headers(), ...headers },
    });
  }

  /** Registers somebody, with the same key until there is an answer, or gives up and never knows. */
  async function register(persistent: boolean): Promise<Outcome> {
    const key = `client-${number}-${ledger.entries.length}`;
    const entry = ledger.begin(number, { kind: "register", key }, true);
    const body = personOf(random, entry.intent.mark ?? "");
    let outcome: Outcome = { result: "unknown" };
    for (let attempt = 0; attempt < (persistent ? RETRIES_MAX : 1) && !stop.aborted; attempt++) {
      if (attempt > 0) await rest(RETRY_MS, stop);
      const latest = outcomeOf(await send("POST", "/api/patients", body, { "idempotency-key": key }));
      // A refusal speaks for its own request only, not for an earlier one that had no answer.
      if (attempt === 0 || latest.result === "acknowledged") outcome = latest;
      if (latest.result !== "unknown") break;
    }
    ledger.end(entry, outcome);
    if (outcome.result !== "acknowledged") return outcome;
    registered.push({ key, body, patientId: outcome.patientId });
    if (shared.length < SHARED_MAX && random.chance(20)) shared.push(outcome.patientId);
    else own.push({ id: outcome.patientId, state: { version: outcome.version, deleted: false } });
    return outcome;
  }

  /** The same registration once more gives the same answer, however much later. */
  async function repeat(): Promise<void> {
    const [first, ...others] = registered;
    if (first === undefined) return;
    const { key, body, patientId } = random.pick([first, ...others]);
    const answer = await send("POST", "/api/patients", body, { "idempotency-key": key });
    if (answer?.status === 201 && answer.body.id !== patientId) {
      violate(`A key led to two patients: ${key} gave ${patientId} first and ${answer.body.id} when it was repeated`);
    } else if (answer !== undefined && answer.status !== 201 && answer.status !== 503) {
      violate(`A repeated registration was answered with ${answer.status}: ${key}`);
    }
  }

  /** What must be refused must leave nothing behind. */
  async function registerWrongly(): Promise<void> {
    const [first] = registered;
    const reused = first !== undefined && random.chance(50) ? first.key : undefined;
    const key = reused ?? `client-${number}-${ledger.entries.length}`;
    const entry = ledger.begin(number, { kind: "register", key }, true);
    const person = personOf(random, entry.intent.mark ?? "");
    const body = reused === undefined ? { ...person, dateOfBirth: "2999-01-01" } : person;
    ledger.end(entry, outcomeOf(await send("POST", "/api/patients", body, { "idempotency-key": key })));
  }

  async function changeShared(): Promise<void> {
    const [first, ...others] = shared;
    if (first === undefined) return;
    await change(random.pick([first, ...others]), undefined);
  }

  async function change(patientId: string, version: number | undefined): Promise<Outcome> {
    const entry = ledger.begin(number, { kind: "change", patientId }, true);
    const mark = entry.intent.mark ?? "";
    const whole = random.chance(25);
    const body = whole
      ? personOf(random, mark)
      : { address: addressOf(mark), ...(random.chance(50) && { city: "Oslo" }) };
    return await write(entry, whole ? "PUT" : "PATCH", `/api/patients/${patientId}`, version, body);
  }

  async function write(entry: Entry, method: string, path: string, version: number | undefined, body?: unknown) {
    const answer = await send(method, path, body, version === undefined ? {} : { "if-match": `"${version}"` });
    const deleted = method === "DELETE" && answer?.status === 204 && version !== undefined;
    const outcome: Outcome = deleted
      ? { result: "acknowledged", patientId: entry.intent.patientId ?? "", version: version + 1 }
      : outcomeOf(answer);
    ledger.end(entry, outcome);
    return outcome;
  }

  /** Changes, deletes or restores one of its own patients, as it stands. */
  async function workOnOwn(): Promise<void> {
    const [first, ...others] = own;
    if (first === undefined) return;
    const patient = random.pick([first, ...others]);
    const { id, state } = patient;
    if (state === undefined) return await lookUp(patient);
    patient.state = undefined; // Until the answer is there.
    const remember = (outcome: Outcome, deleted: boolean) => {
      if (outcome.result === "acknowledged") patient.state = { version: outcome.version, deleted };
    };
    if (state.deleted) {
      const entry = ledger.begin(number, { kind: "restore", patientId: id }, false);
      remember(await write(entry, "POST", `/api/patients/${id}/restore`, state.version), false);
    } else if (random.chance(20)) {
      const entry = ledger.begin(number, { kind: "delete", patientId: id }, false);
      remember(await write(entry, "DELETE", `/api/patients/${id}`, state.version), true);
    } else remember(await change(id, random.chance(50) ? state.version : undefined), false);
  }

  /** After an answer that never came: reads the record, or restores it when it is not there. */
  async function lookUp(patient: Known): Promise<void> {
    const answer = await send("GET", `/api/patients/${patient.id}`);
    if (answer?.status === 200) patient.state = { version: answer.body.version, deleted: false };
    if (answer?.status !== 404) return;
    const entry = ledger.begin(number, { kind: "restore", patientId: patient.id }, false);
    const outcome = await write(entry, "POST", `/api/patients/${patient.id}/restore`, undefined);
    if (outcome.result === "acknowledged") patient.state = { version: outcome.version, deleted: false };
  }

  /** Reads one of its own patients: what was acknowledged must be seen from then on. */
  async function read(): Promise<void> {
    const [first, ...others] = own;
    if (first === undefined) return;
    const { id, state } = random.pick([first, ...others]);
    const answer = await send("GET", `/api/patients/${id}`);
    if (state === undefined || answer === undefined) return;
    const expected = state.deleted ? answer.status === 404 : answer.status === 200;
    if (!expected && answer.status !== 503) {
      violate(
        `A read was answered with ${answer.status}, but patient ${id} was ${state.deleted ? "deleted" : "there"}`,
      );
    } else if (answer.status === 200 && answer.body.version < state.version) {
      violate(
        `A read went back in time: patient ${id} was at version ${state.version}, read was ${answer.body.version}`,
      );
    }
  }

  async function look(): Promise<void> {
    const [first] = shared;
    if (random.chance(50)) await send("GET", "/api/analytics/summary");
    else await send("GET", `/api/billing/accounts${first === undefined ? "" : `?patientId=${first}`}`);
  }

  async function step(): Promise<void> {
    const choice = random.between(1, 100);
    if (choice <= 35) await register(random.chance(75));
    else if (choice <= 38) await repeat();
    else if (choice <= 41) await registerWrongly();
    else if (choice <= 50) await changeShared();
    else if (choice <= 80) await workOnOwn();
    else if (choice <= 93) await read();
    else await look();
  }

  return {
    send,
    register,
    run: async () => {
      while (!stop.aborted) {
        await step();
        await rest(random.between(PAUSE_MS_MIN, PAUSE_MS_MAX), stop);
      }
    },
  };
}

export type Client = ReturnType<typeof createClient>;

/** A refusal is a promise that nothing happened; without an answer, or with 503, it may have. */
function outcomeOf(answer: Answer | undefined): Outcome {
  if (answer === undefined) return { result: "unknown" };
  const { status, body } = answer;
  if (status === 200 || status === 201) return { result: "acknowledged", patientId: body.id, version: body.version };
  return status < 500 ? { result: "refused", status } : { result: "unknown", status };
}
