import type { Database } from "@pms/lib/db";
import type { Relay } from "@pms/lib/events";
import type { Endpoint } from "@pms/lib/http";
import { changePatientEndpoints } from "./change_patient.ts";
import { getPatientEndpoint } from "./get_patient.ts";
import { listPatientEndpoints } from "./list_patients.ts";
import { registerPatientEndpoint } from "./register_patient.ts";

export interface PatientDeps {
  readonly database: Database;
  /** To be woken after a registration, which concerns billing too, */
  readonly registrationRelays: readonly Pick<Relay, "wake">[];
  /** and after any other change. */
  readonly changeRelays: readonly Pick<Relay, "wake">[];
}

/** Everything that the service answers under `/api/patients`. */
export function patientEndpoints({ database, registrationRelays, changeRelays }: PatientDeps): Endpoint[] {
  return [
    registerPatientEndpoint({ database, relays: registrationRelays }),
    ...listPatientEndpoints(database),
    getPatientEndpoint(database),
    ...changePatientEndpoints({ database, relays: changeRelays }),
  ];
}
