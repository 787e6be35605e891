import { z } from "zod";

/**
 * Reads a service's variables once. Throws one error that names every bad variable and says what is wrong with it;
 * it never holds a value, since the value may be a secret.
 */
export function loadConfig<Shape extends z.ZodRawShape>(
  service: string,
  schema: z.ZodObject<Shape>,
  env: { get(name: string): string | undefined },
): Readonly<z.output<z.ZodObject<Shape>>> {
  const given = Object.keys(schema.shape).map((name) => [name, env.get(name) || undefined]);
  const result = schema.safeParse(Object.fromEntries(given));
  if (result.success) return result.data;
  const faults = result.error.issues.map((issue) => `  ${issue.path.join(".")}: ${issue.message}`);
  throw new ConfigError(`The ${service} service cannot start with these variables:\n${faults.join("\n")}`);
}

/** Its message may be printed as it is: it names variables and holds no value. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

const digits = (text: string) => /^\d{1,12}$/.test(text);

/** The kinds of variables that services have; each says in words what it expects. */
export const variable = {
  port: (preset: number) => wholeNumber(preset, 0, 65_535),
  /** As a port, and undefined where there is to be no listener. */
  optionalPort: () => wholeNumberText(0, 65_535).optional(),
  /** Milliseconds, at least one. */
  milliseconds: (preset: number) => wholeNumber(preset, 1, 86_400_000),
  count: (preset: number) => wholeNumber(preset, 1, 1_000_000),
  /** As a count, and 0 where there is to be no limit. */
  limit: (preset: number) => wholeNumber(preset, 0, 1_000_000),
  host: () => z.string().min(1).default("127.0.0.1"),
  postgresUrl: () => z.url({ protocol: /^postgres(ql)?$/, error: "expected a postgres:// URL" }),
  httpUrl: () => z.url({ protocol: /^https?$/, error: "expected an http:// or https:// URL" }),
  /** `host:port` */
  target: () => z.string({ error: "expected host:port" }).regex(/^[^\s:/]+:\d{1,5}$/, { error: "expected host:port" }),
  brokers: () =>
    z.string({ error: "expected host:port[,host:port…]" })
      .regex(/^[^\s:/,]+:\d{1,5}(,[^\s:/,]+:\d{1,5})*$/, { error: "expected host:port[,host:port…]" })
      .transform((list) => list.split(",")),
  secret: (lengthMin: number) =>
    z.string({ error: `expected a secret of at least ${lengthMin} characters` })
      .min(lengthMin, { error: `expected a secret of at least ${lengthMin} characters` }),
  logLevel: () => z.enum(["debug", "info", "warn", "error"]).default("info"),
} as const;

function wholeNumber(preset: number, min: number, max: number) {
  return wholeNumberText(min, max).default(preset);
}

function wholeNumberText(min: number, max: number) {
  const error = `expected a whole number from ${min} to ${max}`;
  return z.string().refine(digits, { error }).transform(Number).pipe(
    z.number().min(min, { error }).max(max, { error }),
  );
}
