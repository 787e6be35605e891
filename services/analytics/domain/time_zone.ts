import { z } from "@pms/lib/schema";

const NAME_LENGTH_MAX = 64;

/** The name of a time zone in the IANA database, with its usual capitals. */
export function timeZone() {
  return z.string().max(NAME_LENGTH_MAX, { error: "Is no time zone of the IANA database, such as Europe/Berlin" })
    .transform((name, context) => {
      const id = identifierOf(name);
      if (id !== undefined) return id;
      context.addIssue({ code: "custom", message: "Is no time zone of the IANA database, such as Europe/Berlin" });
      return z.NEVER;
    });
}

function identifierOf(name: string): string | undefined {
  if (!/^[A-Za-z]/.test(name)) return undefined; // An offset such as +01:00 knows no summer time.
  try {
    return new Temporal.ZonedDateTime(0n, name).timeZoneId;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
