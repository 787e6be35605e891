import { runService } from "@pms/lib/service";
import { readConfig } from "./config.ts";
import { startPatient } from "./service.ts";

await runService("patient", readConfig, startPatient);
