/** A server in a process of its own: what goes wrong there ends it. Prints its port. */
import { PatientService } from "@pms/proto";
import { createHealth } from "../service/mod.ts";
import { createLogger } from "../telemetry/mod.ts";
import { serveGrpc, unary } from "./mod.ts";

const answer = () => Promise.resolve({ patientId: "", version: 1, deleted: false });
const { port } = await serveGrpc([unary(PatientService.getPatientState, "public", answer)], {
  hostname: "127.0.0.1",
  port: 0,
  verifier: { verify: () => Promise.reject(new Error("Nobody is asked who they are")) },
  health: createHealth(),
  log: createLogger("test", "warn"),
});
console.log(port);
