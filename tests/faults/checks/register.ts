import type { Entry } from "../ledger.ts";

/** One saved version of a patient. */
export interface Version {
  readonly patientId: string;
  readonly version: number;
  /** Of the write that the record last took. */
  readonly mark: string | undefined;
  readonly deleted: boolean;
}

/**
 * Holds what the clients were told against what the register keeps; `versions` are sorted by patient and version. Every
 * violation is a sentence that begins with its invariant.
 */
export function checkRegister(entries: readonly Entry[], versions: readonly Version[]): string[] {
  const histories = Map.groupBy(versions, ({ patientId }) => patientId);
  const byPatient = Map.groupBy(entries, patientOf);
  return [
    ...entries.flatMap((entry) => checkAcknowledged(entry, histories)),
    ...checkMarks(entries, histories),
    ...[...histories].flatMap(([id, history]) => checkFlips(history, byPatient.get(id) ?? [])),
  ];
}

function patientOf({ intent, outcome }: Entry): string {
  return outcome.result === "acknowledged" ? outcome.patientId : intent.patientId ?? "";
}

/** What was answered with success is there: this version, with what this write put into it. */
function checkAcknowledged({ intent, outcome }: Entry, histories: ReadonlyMap<string, readonly Version[]>): string[] {
  if (outcome.result !== "acknowledged") return [];
  const { patientId, version } = outcome;
  const what = `${intent.kind} of patient ${patientId} as version ${version}`;
  const saved = histories.get(patientId)?.[version - 1];
  if (saved === undefined) return [`An acknowledged write is missing: ${what} was answered, but is not there`];
  const kept = intent.kind === "delete" ? saved.deleted : !saved.deleted;
  const marked = intent.mark === undefined || intent.mark === saved.mark;
  return kept && marked ? [] : [`An acknowledged write is missing: ${what} was answered, but another state is there`];
}

/** Every change that is there was asked for, not refused, and made once; a key led to one patient. */
function checkMarks(entries: readonly Entry[], histories: ReadonlyMap<string, readonly Version[]>): string[] {
  const asked = new Map(entries.map((entry) => [entry.intent.mark, entry]));
  const taken = new Map<string, Version>();
  const violations: string[] = [];
  for (const [id, history] of histories) {
    history.forEach((version, index) => {
      const where = `patient ${id}, version ${version.version}`;
      if (version.version !== index + 1) violations.push(`A version is missing: ${where} comes after version ${index}`);
      const { mark } = version;
      if (index > 0 && mark === history[index - 1]?.mark) return;
      const entry = asked.get(mark);
      if (mark === undefined || entry === undefined) return void violations.push(`Nobody asked for it: ${where}`);
      if (entry.outcome.result === "refused") {
        violations.push(`Something refused exists: ${entry.intent.kind} (${mark}) was refused, and is ${where}`);
      }
      if (index === 0 !== (entry.intent.kind === "register")) {
        violations.push(`Nobody asked for it: ${where} (${mark})`);
      }
      const earlier = taken.get(mark);
      if (earlier !== undefined) {
        violations.push(
          entry.intent.kind === "register"
            ? `A key led to two patients: ${entry.intent.key} to ${earlier.patientId} and to ${id}`
            : `A change was made twice: ${mark} as version ${earlier.version} and again as ${where}`,
        );
      }
      taken.set(mark, version);
    });
  }
  return violations;
}

/** Each deleting and restoring that is there was acknowledged as just this version, or its client never knew. */
function checkFlips(history: readonly Version[], entries: readonly Entry[]): string[] {
  const violations: string[] = [];
  for (const kind of ["delete", "restore"] as const) {
    const flips = history.filter(({ deleted }, index) => deleted !== (history[index - 1]?.deleted ?? false))
      .filter(({ deleted }) => deleted === (kind === "delete"));
    const asked = entries.filter(({ intent }) => intent.kind === kind);
    const acknowledged = new Set(
      asked.flatMap(({ outcome }) => outcome.result === "acknowledged" ? [outcome.version] : []),
    );
    const unknown = asked.filter(({ outcome }) => outcome.result === "unknown").length;
    const unexplained = flips.filter(({ version }) => !acknowledged.has(version));
    if (unexplained.length > unknown) {
      const { patientId = "", version = 0 } = unexplained.at(-1) ?? {};
      violations.push(`Nobody asked for it: patient ${patientId}, version ${version} is a ${kind} too many`);
    }
  }
  return violations;
}
