/** The analytics service as shipped, but for one fault in its drivers. Its arguments: which one, and after how many passes. */
import { type Database, type DatabaseOptions, openDatabase } from "@pms/lib/db";
import { runService } from "@pms/lib/service";
import { readConfig } from "../../services/analytics/config.ts";
import { startAnalytics } from "../../services/analytics/service.ts";
import { aroundStatements, planted, tooLate } from "./drivers.ts";

const appliesEvents = (text: string) => text.includes("insert into patient_state");

/** Every stored version becomes older than any event: whatever comes last is taken over. */
async function forgetVersions(database: Database, given: unknown): Promise<void> {
  const ids = (JSON.parse(String(given)) as { patient_id: string }[]).map(({ patient_id }) => patient_id);
  await database.query`alter table patient_state drop constraint if exists patient_state_version_check`;
  await database.query`update patient_state set version = 0 where patient_id = any(${ids}::text[]::uuid[])`;
}

const drivers = planted({
  /** The consumer goes on, and commits, while the effect is still to come. */
  "offset-before-effect": () => ({
    openDatabase: (options: DatabaseOptions) => {
      let effects = Promise.resolve();
      return aroundStatements(
        openDatabase(options),
        async ({ text, run }) => {
          if (!appliesEvents(text)) return await run();
          effects = effects.then(tooLate).then(() => run()).then(() => {}, () => {});
          return [];
        },
      );
    },
  }),

  /** An old event that comes again is taken for news. */
  "version-check-off": () => ({
    openDatabase: (options: DatabaseOptions) => {
      const database = openDatabase(options);
      return aroundStatements(database, async ({ text, parameters, run }) => {
        if (appliesEvents(text)) await forgetVersions(database, parameters[0]);
        return await run();
      });
    },
  }),

  "after-effect-before-offset": (at) => ({
    openDatabase: (options: DatabaseOptions) =>
      aroundStatements(openDatabase(options), async ({ text, run }) => {
        const rows = await run();
        if (appliesEvents(text)) at();
        return rows;
      }),
  }),
});

await runService("analytics", readConfig, (service, config) => startAnalytics(service, config, drivers));
