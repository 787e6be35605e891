/**
 * What a log line may hold. The list is closed on purpose: ids, counts and names of our own parts,
 * so that nobody can log a patient's name, contact or birth date by accident.
 */
export interface LogFields {
  readonly traceId?: string | undefined;
  readonly patientId?: string;
  readonly accountId?: string;
  readonly userId?: string;
  /** Who did it, where that is somebody else. */
  readonly actorId?: string;
  readonly method?: string;
  /** The route's pattern, never the path as sent. */
  readonly route?: string;
  readonly status?: number;
  readonly durationMs?: number;
  readonly count?: number;
  readonly attempt?: number;
  readonly part?: string;
  readonly port?: number;
  readonly topic?: string;
  readonly partition?: number;
  readonly offset?: string;
  readonly destination?: string;
  readonly reason?: string;
  readonly signal?: string;
  readonly error?: unknown;
}

export interface Logger {
  debug(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}

const LEVELS = ["debug", "info", "warn", "error"] as const;
export type LogLevel = (typeof LEVELS)[number];

/** One JSON line per event on stdout. `write` is an argument so that a test can read what was logged. */
export function createLogger(
  service: string,
  level: LogLevel = "info",
  write: (line: string) => void = writeStdout,
): Logger {
  const emit = (at: LogLevel) => (event: string, fields: LogFields = {}) => {
    if (LEVELS.indexOf(at) < LEVELS.indexOf(level)) return;
    const { error, ...rest } = fields;
    const described = error === undefined ? undefined : describeError(error);
    write(JSON.stringify({ time: new Date().toISOString(), level: at, service, event, ...rest, error: described }));
  };
  return { debug: emit("debug"), info: emit("info"), warn: emit("warn"), error: emit("error") };
}

/**
 * What of an error may be logged: its kind, its code and where it was thrown. Messages stay out, they may quote
 * what somebody sent: a JSON parser repeats the text, PostgreSQL the row.
 */
export function describeError(error: unknown): Description {
  return describe(error, CAUSES_MAX);
}

interface Description {
  readonly name: string;
  readonly code?: string;
  readonly at?: readonly string[];
  readonly cause?: Description;
}

const CAUSES_MAX = 4;
const FRAMES_MAX = 8;

function describe(error: unknown, causesMax: number): Description {
  if (!(error instanceof Error)) return { name: typeof error };
  const code = textMember(error, "code") ?? textMember(error, "reason");
  // The stack begins with the message, which may have lines that look like frames.
  const frames = error.stack?.replace(error.message, "").split("\n").filter((line) => /^\s+at /.test(line));
  const at = frames?.slice(0, FRAMES_MAX).map((line) => line.trim());
  return {
    name: error.name,
    ...(code !== undefined && { code }),
    ...(at !== undefined && at.length > 0 && { at }),
    ...(error.cause !== undefined && causesMax > 0 && { cause: describe(error.cause, causesMax - 1) }),
  };
}

function textMember(error: object, name: string): string | undefined {
  const value: unknown = Reflect.get(error, name);
  return typeof value === "string" ? value : undefined;
}

const encoder = new TextEncoder();

function writeStdout(line: string): void {
  Deno.stdout.writeSync(encoder.encode(line + "\n"));
}
