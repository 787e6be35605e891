import { runService } from "@pms/lib/service";
import { readConfig } from "./config.ts";
import { startBilling } from "./service.ts";

await runService("billing", readConfig, startBilling);
