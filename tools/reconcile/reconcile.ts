import type { Database } from "@pms/lib/db";
import { DomainError } from "@pms/lib/errors";
import type { GrpcClient } from "@pms/lib/grpc";
import { rest } from "@pms/lib/service";
import { BillingService, PatientService } from "@pms/proto";
import { type Agreement, compareTotals } from "../../services/analytics/domain/agreement.ts";
import type { PatientState } from "../../services/analytics/domain/patient_state.ts";
import { remoteRegister } from "../../services/analytics/grpc/register.ts";
import { applyStates } from "../../services/analytics/sql/apply_states.ts";
import { countMiscounts, type KnownState, listKnown } from "../../services/analytics/sql/states.ts";
import { mergeById, pagesOf } from "./merge.ts";

export interface ReconcileParts {
  readonly patient: Pick<GrpcClient, "call" | "stream">;
  readonly billing: Pick<GrpcClient, "call">;
  readonly analytics: Pick<Database, "query">;
  /** What is on its way when it begins has so long to arrive before it counts as missing. */
  readonly settleMs: number;
}

/** Ids are named up to a bound; the counts are whole. */
export interface Findings {
  patients: number;
  /** Patients who had no account; each has one now. */
  accountsOpened: number;
  /** Accounts whose patient nobody knows. */
  readonly orphanAccounts: Found;
  /** Patients of whom analytics knew nothing, or an older version; it knows the present one now. */
  statesApplied: number;
  /** Patients whom analytics knows and the register does not, or in another way at the same or a later version. */
  readonly strangers: Found;
  /** Counts that are not the sum of their patients. */
  miscounts: number;
  totals: Agreement | undefined;
}

export interface Found {
  count: number;
  readonly ids: string[];
}

const PAGE_SIZE = 1_000;
const IDS_MAX = 20;
const AGREEMENT_MS_MAX = 30_000;

/** Holds billing and analytics against the register, patient by patient, and repairs what can be. */
export async function reconcile({ patient, billing, analytics, settleMs }: ReconcileParts): Promise<Findings> {
  const register = remoteRegister(patient);
  const settledMs = performance.now() + settleMs;
  const findings: Findings = {
    patients: 0,
    accountsOpened: 0,
    orphanAccounts: { count: 0, ids: [] },
    statesApplied: 0,
    strangers: { count: 0, ids: [] },
    miscounts: 0,
    totals: undefined,
  };
  const withoutAccount: string[] = [];
  const behind: Known[] = [];

  for await (
    const { id, registered, account, counted } of mergeById({
      registered: registeredPages(register.states()),
      account: pagesOf((after) => listHolders(billing, after)),
      counted: pagesOf((after) => listCounted(analytics, after)),
    })
  ) {
    if (registered === undefined) {
      // Whoever was registered since the register was read there is no stranger.
      if (await isKnown(patient, id)) continue;
      if (account !== undefined) note(findings.orphanAccounts, id);
      if (counted !== undefined) note(findings.strangers, id);
      continue;
    }
    findings.patients++;
    if (account === undefined) withoutAccount.push(id);
    if (withoutAccount.length === PAGE_SIZE) findings.accountsOpened += await openAccounts(billing, withoutAccount);
    const { state } = registered;
    if (counted === undefined || counted.version < state.version) behind.push(registered);
    else if (counted.version === state.version ? counted.deleted !== state.deleted : !await isNow(patient, counted)) {
      note(findings.strangers, id);
    }
    if (behind.length === PAGE_SIZE) findings.statesApplied += await apply(analytics, behind, settledMs);
  }
  findings.accountsOpened += await openAccounts(billing, withoutAccount);
  findings.statesApplied += await apply(analytics, behind, settledMs);
  findings.miscounts = await countMiscounts(analytics.query);
  findings.totals = await compareTotals(analytics.query, register, AGREEMENT_MS_MAX);
  return findings;
}

/** Whether anything was found that is not repaired by now. */
export function isSound({ orphanAccounts, strangers, miscounts, totals }: Findings): boolean {
  return orphanAccounts.count === 0 && strangers.count === 0 && miscounts === 0 && totals?.agrees === true;
}

interface Known {
  readonly id: string;
  readonly state: PatientState;
}

async function* registeredPages(pages: AsyncIterable<readonly PatientState[]>): AsyncGenerator<Known[]> {
  for await (const states of pages) yield states.map((state) => ({ id: state.patientId, state }));
}

async function listHolders(billing: ReconcileParts["billing"], after = ""): Promise<{ id: string }[]> {
  const request = { afterPatientId: after, pageSize: PAGE_SIZE };
  const { patientIds } = await billing.call(BillingService.listAccountHolders, request);
  return (patientIds ?? []).map((id) => ({ id }));
}

async function listCounted(
  { query }: ReconcileParts["analytics"],
  after: string | undefined,
): Promise<(KnownState & { readonly id: string })[]> {
  return (await listKnown(query, after, PAGE_SIZE)).map((known) => ({ ...known, id: known.patientId }));
}

/** Empties the list; returns how many of them had none even now. */
async function openAccounts(billing: ReconcileParts["billing"], patientIds: string[]): Promise<number> {
  const { results } = await billing.call(BillingService.batchCreateBillingAccounts, {
    patientIds: patientIds.splice(0),
  });
  return (results ?? []).filter(({ opened }) => opened).length;
}

/** Empties the list; returns how many of them analytics had not come to know by itself meanwhile. */
async function apply({ query }: ReconcileParts["analytics"], known: Known[], settledMs: number): Promise<number> {
  const states = known.splice(0).map(({ state }) => state);
  if (states.length === 0) return 0;
  await rest(Math.max(0, settledMs - performance.now()), new AbortController().signal);
  return await applyStates(query, states);
}

async function isKnown(patient: ReconcileParts["patient"], patientId: string): Promise<boolean> {
  return await stateOf(patient, patientId) !== undefined;
}

/** Whether the register has come to this version since it was read. */
async function isNow(patient: ReconcileParts["patient"], { patientId, version }: KnownState): Promise<boolean> {
  return ((await stateOf(patient, patientId))?.version ?? 0) >= version;
}

async function stateOf(patient: ReconcileParts["patient"], patientId: string) {
  try {
    return await patient.call(PatientService.getPatientState, { patientId });
  } catch (error) {
    if (error instanceof DomainError && error.reason === "patient-not-found") return undefined;
    throw error;
  }
}

function note(found: Found, id: string): void {
  found.count++;
  if (found.ids.length < IDS_MAX) found.ids.push(id);
}
