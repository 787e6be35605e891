/** The services that have a database, which is named like them, and so is its role. */
export const DATABASES = ["auth", "patient", "billing", "analytics"] as const;
