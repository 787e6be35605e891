/** The billing service as shipped, but for one fault in its drivers. Its arguments: which one, and after how many passes. */
import { type DatabaseOptions, openDatabase, type Query } from "@pms/lib/db";
import { runService } from "@pms/lib/service";
import { readConfig } from "../../services/billing/config.ts";
import { startBilling } from "../../services/billing/service.ts";
import { aroundStatements, planted, tooLate } from "./drivers.ts";

const opensAccounts = (text: string) => text.includes("insert into account");

/** As somebody would write it who thinks that each call comes once. */
async function insertEach(query: Query, [currency, patientIds]: readonly unknown[]): Promise<void> {
  await query`alter table account drop constraint if exists account_patient_unique`;
  await query`
    insert into account (patient_id, currency)
    select patient_id, ${currency as string} from unnest(${patientIds as string[]}::text[]::uuid[]) as wanted (patient_id)`;
}

const drivers = planted({
  /** Each call opens an account, also one that comes again because its answer was lost. */
  "account-for-each-call": () => ({
    openDatabase: (options: DatabaseOptions) =>
      aroundStatements(openDatabase(options), async ({ text, parameters, query, run }) => {
        if (!opensAccounts(text)) return await run();
        await insertEach(query, parameters);
        await tooLate(); // The answers get lost in this gap.
        return [];
      }),
  }),

  "after-accounts-before-answer": (at) => ({
    openDatabase: (options: DatabaseOptions) =>
      aroundStatements(openDatabase(options), async ({ text, run }) => {
        const rows = await run();
        if (opensAccounts(text)) at();
        return rows;
      }),
  }),
});

await runService("billing", readConfig, (service, config) => startBilling(service, config, drivers));
