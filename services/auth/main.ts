import { runService } from "@pms/lib/service";
import { readConfig } from "./config.ts";
import { startAuth } from "./service.ts";

await runService("auth", readConfig, startAuth);
