import "./numbers.ts";
// @ts-types="./gen/messages.d.ts"
import { grpc, patient_management } from "./gen/messages.js";
import { method } from "./method.ts";

export type { MessageType, Method } from "./method.ts";

export const auth = patient_management.auth.v1;
export const billing = patient_management.billing.v1;
export const patient = patient_management.patient.v1;
export const events = patient_management.events.v1;
export const health = grpc.health.v1;

export type Revocation = patient_management.auth.v1.Revocation.$Properties;
export type WatchRevocationsResponse = patient_management.auth.v1.WatchRevocationsResponse.$Properties;
export type BillingAccount = patient_management.billing.v1.BillingAccount.$Properties;
export type BatchCreateBillingAccountsResult =
  patient_management.billing.v1.BatchCreateBillingAccountsResult.$Properties;
export type PatientSnapshot = patient_management.patient.v1.PatientSnapshot.$Properties;
export type PatientEvent = patient_management.events.v1.PatientEvent.$Properties;
export type PatientState = patient_management.events.v1.PatientState.$Properties;

export const AuthService = {
  watchRevocations: method(
    "/patient_management.auth.v1.AuthService/WatchRevocations",
    auth.WatchRevocationsRequest,
    auth.WatchRevocationsResponse,
  ),
} as const;

export const BillingService = {
  batchCreateBillingAccounts: method(
    "/patient_management.billing.v1.BillingService/BatchCreateBillingAccounts",
    billing.BatchCreateBillingAccountsRequest,
    billing.BatchCreateBillingAccountsResponse,
  ),
  listAccountHolders: method(
    "/patient_management.billing.v1.BillingService/ListAccountHolders",
    billing.ListAccountHoldersRequest,
    billing.ListAccountHoldersResponse,
  ),
  getBillingAccount: method(
    "/patient_management.billing.v1.BillingService/GetBillingAccount",
    billing.GetBillingAccountRequest,
    billing.GetBillingAccountResponse,
  ),
} as const;

export const PatientService = {
  getPatientState: method(
    "/patient_management.patient.v1.PatientService/GetPatientState",
    patient.GetPatientStateRequest,
    patient.GetPatientStateResponse,
  ),
  /** Its answer is a stream. */
  listPatientStates: method(
    "/patient_management.patient.v1.PatientService/ListPatientStates",
    patient.ListPatientStatesRequest,
    patient.ListPatientStatesResponse,
  ),
  countPatients: method(
    "/patient_management.patient.v1.PatientService/CountPatients",
    patient.CountPatientsRequest,
    patient.CountPatientsResponse,
  ),
} as const;

export const HealthService = {
  check: method("/grpc.health.v1.Health/Check", health.HealthCheckRequest, health.HealthCheckResponse),
} as const;
