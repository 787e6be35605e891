import type { GrpcClient } from "@pms/lib/grpc";
import { PatientService, type PatientSnapshot } from "@pms/proto";
import type { PatientState } from "../domain/patient_state.ts";
import type { Register } from "../domain/register.ts";

const PAGE_SIZE = 1_000;

/** The register behind patient's gRPC door. Needs the scope service:patient.reconcile. */
export function remoteRegister(patient: Pick<GrpcClient, "call" | "stream">): Register {
  return {
    states: async function* () {
      for await (const { patients } of patient.stream(PatientService.listPatientStates, { pageSize: PAGE_SIZE })) {
        yield (patients ?? []).map(toState);
      }
    },
    count: async () => {
      const { registered, live } = await patient.call(PatientService.countPatients, {});
      return { registered: Number(registered), live: Number(live) };
    },
  };
}

function toState({ patientId, version, state }: PatientSnapshot): PatientState {
  return {
    patientId: patientId ?? "",
    version: version ?? 0,
    birthYear: state?.birthYear ?? 0,
    sex: state?.sex || null,
    city: state?.city || null,
    country: state?.country || null,
    createdAtMs: Number(state?.createdAtMs),
    deleted: state?.deleted ?? false,
  };
}
