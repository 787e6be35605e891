/** A relay as a process of its own, which a test may stop or kill: `deno run relay_fixture.ts DATABASE_URL`. */
import { openDatabase } from "../db/mod.ts";
import { createLogger } from "../telemetry/mod.ts";
import { RELAY_SETTINGS, startRelay } from "./mod.ts";

const [url = ""] = Deno.args;
startRelay({
  database: openDatabase({ url, poolMax: 1, applicationName: "relay process", settings: RELAY_SETTINGS }),
  destination: "billing",
  batchMax: 100,
  log: createLogger("test", "error", () => {}),
  deliver: (rows) => {
    console.log("delivered", rows.length);
    return Promise.resolve({ delivered: rows, refused: [] });
  },
});
