/** What is counted about one patient, as of one version. */
export interface PatientState {
  readonly patientId: string;
  readonly version: number;
  readonly birthYear: number;
  readonly sex: string | null;
  readonly city: string | null;
  readonly country: string | null;
  /** When the system took the registration, in milliseconds since 1970. */
  readonly createdAtMs: number;
  readonly deleted: boolean;
}
