import type { PatientState } from "./patient_state.ts";

export interface Totals {
  /** All who were ever registered. */
  readonly registered: number;
  /** Those of them who are not deleted. */
  readonly live: number;
}

/** The patient register as far as analytics may see it. */
export interface Register {
  /** Everybody, in the order of their ids, some at a time. Who changes meanwhile may come as before or as after. */
  states(): AsyncIterable<PatientState[]>;
  count(): Promise<Totals>;
}
