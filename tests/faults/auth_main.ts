/** The auth service as shipped, but for one fault in its drivers. Its arguments: which one, and after how many passes. */
import { type Database, type DatabaseOptions, openDatabase } from "@pms/lib/db";
import { runService } from "@pms/lib/service";
import { readConfig } from "../../services/auth/config.ts";
import { startAuth } from "../../services/auth/service.ts";
import { aroundStatements, planted } from "./drivers.ts";

const drivers = planted({
  "after-rotation-before-answer": (at) => ({
    openDatabase: (options: DatabaseOptions): Database => {
      const database = openDatabase(options);
      let rotations = 0;
      const watched = aroundStatements(database, async ({ text, run }) => {
        const rows = await run();
        if (text.includes("successor_digest =")) rotations++;
        return rows;
      });
      return {
        ...watched,
        transaction: async (work) => {
          const before = rotations;
          const result = await watched.transaction(work);
          if (rotations > before) at();
          return result;
        },
      };
    },
  }),
});

await runService("auth", readConfig, (service, config) => startAuth(service, config, drivers));
