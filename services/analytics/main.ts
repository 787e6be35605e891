import { runService } from "@pms/lib/service";
import { readConfig } from "./config.ts";
import { startAnalytics } from "./service.ts";

await runService("analytics", readConfig, startAnalytics);
