import { z } from "@pms/lib/schema";

/** What one patient is billed on. A patient has exactly one, also after the patient was deleted. */
export const Account = z.object({
  id: z.uuid(),
  patientId: z.uuid(),
  status: z.enum(["ACTIVE"]),
  currency: z.string(),
  createdAt: z.date(),
}).meta({ id: "BillingAccount" });
export type Account = z.infer<typeof Account>;
