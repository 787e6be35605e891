import type { Query } from "@pms/lib/db";
import { DomainError } from "@pms/lib/errors";
import { unary } from "@pms/lib/grpc";
import { id, parse } from "@pms/lib/schema";
import { type BatchCreateBillingAccountsResult, type BillingAccount, BillingService } from "@pms/proto";
import type { Account } from "../domain/account.ts";
import { findAccountOfPatient, listHolders, openAccounts, type OpenedAccount } from "../sql/accounts.ts";

const BATCH_MAX = 1_000;
const SCOPE = "service:billing.accounts";
const PatientId = id();

/** Billing's gRPC front door. */
export function billingService({ query, currency }: { readonly query: Query; readonly currency: string }) {
  return [
    unary(BillingService.batchCreateBillingAccounts, SCOPE, async (request) => {
      const patientIds = request.patientIds ?? [];
      if (patientIds.length > BATCH_MAX) {
        throw new DomainError("invalid-input", `A batch may have at most ${BATCH_MAX} patients`);
      }
      const wellFormed = patientIds.flatMap((given) => PatientId.safeParse(given).data ?? []);
      const accounts = wellFormed.length === 0 ? [] : await openAccounts(query, wellFormed, currency);
      const byPatient = new Map(accounts.map((account) => [account.patientId, account]));
      return { results: patientIds.map((given) => toResult(given, byPatient.get(given.toLowerCase()))) };
    }),
    unary(BillingService.listAccountHolders, "service:billing.reconcile", async (request) => {
      const pageSize = request.pageSize ?? 0;
      if (pageSize < 1 || pageSize > BATCH_MAX) {
        throw new DomainError("invalid-input", `A page may have 1 to ${BATCH_MAX} patients`);
      }
      const after = request.afterPatientId ? parse(PatientId, request.afterPatientId) : undefined;
      return { patientIds: await listHolders(query, after, pageSize) };
    }),
    unary(BillingService.getBillingAccount, SCOPE, async (request) => {
      const account = await findAccountOfPatient(query, parse(PatientId, request.patientId ?? ""));
      if (account !== undefined) return { account: toMessage(account) };
      throw new DomainError("account-not-found", "This patient has no billing account");
    }),
  ];
}

/** Every well-formed id has an account by now, so the one without is malformed. */
function toResult(patientId: string, account: OpenedAccount | undefined): BatchCreateBillingAccountsResult {
  return account === undefined
    ? { patientId, refusal: "The patient id is not a UUID" }
    : { patientId, account: toMessage(account), opened: account.opened };
}

function toMessage({ id, patientId, currency, createdAt }: Account): BillingAccount {
  return { id, patientId, status: 1, currency, createdAtMs: createdAt.getTime() }; // ACCOUNT_STATUS_ACTIVE
}
