import { z } from "@pms/lib/schema";

/** How many patients have something in common; `unknown` are those of whom nobody said. */
export const KeyCount = z.object({ key: z.string(), count: z.int() }).meta({ id: "KeyCount" });
export type KeyCount = z.infer<typeof KeyCount>;
