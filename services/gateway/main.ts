import { runService } from "@pms/lib/service";
import { readConfig } from "./config.ts";
import { startGateway } from "./service.ts";

await runService("gateway", readConfig, startGateway);
