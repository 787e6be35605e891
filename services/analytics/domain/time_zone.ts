import { z } from "@pms/lib/schema";

const NAME_LENGTH_MAX = 64;
/** An offset such as +01:00 is no name: it knows no summer time. */
const NAME = /^[A-Za-z]/;

/** The name of a time zone in the IANA database, with its usual capitals. */
export function timeZone() {
  return z.string().max(NAME_LENGTH_MAX, { error: "Is no time zone of the IANA database, such as Europe/Berlin" })
    .transform((name, context) => {
      const id = identifierOf(name);
      if (id !== undefined) return id;
      context.addIssue({ code: "custom", message: "Is no time zone of the IANA database, such as Europe/Berlin" });
      return z.NEVER;
    })
    .meta({ pattern: NAME.source, examples: ["Europe/Berlin"] });
}

function identifierOf(name: string): string | undefined {
  if (!NAME.test(name)) return undefined;
  try {
    return new Temporal.ZonedDateTime(0n, name).timeZoneId;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
