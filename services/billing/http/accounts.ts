import type { Query } from "@pms/lib/db";
import { DomainError } from "@pms/lib/errors";
import { answer, type Endpoint, endpoint, pageOf, pageParameters, readPageToken } from "@pms/lib/http";
import { id, z } from "@pms/lib/schema";
import { Account } from "../domain/account.ts";
import { findAccount, findAccountOfPatient, listAccounts } from "../sql/accounts.ts";

const AccountList = z.object({ accounts: z.array(Account), nextPageToken: z.string().optional() });
const LIST = "billing-accounts";

export function accountEndpoints({ query }: { readonly query: Query }): Endpoint[] {
  return [
    endpoint({
      method: "get",
      path: "/api/billing/accounts",
      operationId: "listBillingAccounts",
      summary: "Billing accounts, oldest first, or the one of a patient",
      access: "billing:read",
      query: z.strictObject({ ...pageParameters, patientId: id().optional() }),
      answers: { 200: { description: "A page of accounts", schema: AccountList } },
      problems: ["invalid-input"],
    }, async ({ query: { pageSize, pageToken, patientId } }) => {
      if (patientId !== undefined) {
        readPageToken(`${LIST}/of-patient`, pageToken); // One account at most: there never is a second page.
        const account = await findAccountOfPatient(query, patientId);
        return answer(200, { accounts: account === undefined ? [] : [account] });
      }
      const found = await listAccounts(query, readPageToken(LIST, pageToken), pageSize + 1);
      const { rows, nextPageToken } = pageOf(LIST, pageSize, found);
      return answer(200, { accounts: rows, nextPageToken });
    }),
    endpoint({
      method: "get",
      path: "/api/billing/accounts/{id}",
      operationId: "getBillingAccount",
      summary: "One billing account",
      access: "billing:read",
      params: z.object({ id: id() }),
      answers: { 200: { description: "The account", schema: Account } },
      problems: ["invalid-input", "account-not-found"],
    }, async ({ params }) => {
      const account = await findAccount(query, params.id);
      if (account !== undefined) return answer(200, account);
      throw new DomainError("account-not-found", "There is no billing account with this id");
    }),
  ];
}
