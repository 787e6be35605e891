import { z } from "zod";
import { LIBRARY_VARIABLES } from "./permissions.ts";

/** Where variables come from: `Deno.env`, or a table. `readFile` stands in for the file system. */
export interface Environment {
  get(name: string): string | undefined;
  readFile?(path: string): string;
}

/** What a schema gives, and beside it the files that values came from. */
export type Loaded<Schema extends z.ZodObject> = Readonly<z.output<Schema>> & { readonly FILES: readonly string[] };

/**
 * Reads a service's variables once. A secret NAME may be given as NAME_FILE instead: the path of a file that holds it, as
 * containers get their secrets; a line's end after it does not count. Throws one error that names every bad variable and
 * says what is wrong with it; it never holds a value, since the value may be a secret.
 */
export function loadConfig<Schema extends z.ZodObject>(
  service: string,
  schema: Schema,
  env: Environment,
): Loaded<Schema> {
  const faults: string[] = [];
  const files: string[] = [];
  const given: Record<string, string | undefined> = {};
  for (const [name, kind] of Object.entries(schema.shape)) {
    given[name] = env.get(name) || undefined;
    const path = isSecret(kind) ? env.get(fileVariable(name)) || undefined : undefined;
    if (path === undefined) continue;
    if (given[name] !== undefined) faults.push(`${name}: given twice, also as ${fileVariable(name)}`);
    try {
      given[name] = (env.readFile ?? Deno.readTextFileSync)(path).replace(/\r?\n$/, "") || undefined;
      files.push(path);
    } catch {
      faults.push(`${fileVariable(name)}: the file cannot be read`);
    }
  }
  const result = schema.safeParse(given);
  const unread = (name: PropertyKey | undefined) => faults.some((fault) => fault.startsWith(`${String(name)}_FILE:`));
  if (!result.success) {
    const wrong = result.error.issues.filter(({ path }) => !unread(path[0]));
    faults.push(...wrong.map((issue) => `${issue.path.join(".")}: ${issue.message}`));
  }
  if (result.success && faults.length === 0) return Object.assign(result.data, { FILES: files });
  const lines = faults.map((fault) => `  ${fault}`);
  throw new ConfigError(`The ${service} service cannot start with these variables:\n${lines.join("\n")}`);
}

/** All the variables that a program looks at: those that loadConfig() does, and those that its libraries do. */
export function variablesOf(schema: z.ZodObject, ...libraries: (keyof typeof LIBRARY_VARIABLES)[]): string[] {
  const own = Object.entries(schema.shape).flatMap(([name, kind]) =>
    isSecret(kind) ? [name, fileVariable(name)] : name
  );
  return [...own, ...libraries.flatMap((library) => LIBRARY_VARIABLES[library])];
}

/** The kinds of variables whose values are secrets: only these may be in files. */
const SECRETS = z.registry<{ readonly secret: true }>();

function isSecret(kind: z.core.$ZodType): boolean {
  return SECRETS.has(kind instanceof z.ZodOptional ? kind.unwrap() : kind);
}

function fileVariable(name: string): string {
  return `${name}_FILE`;
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
  /** At most two years. */
  seconds: (preset: number) => wholeNumber(preset, 0, 63_072_000),
  count: (preset: number) => wholeNumber(preset, 1, 1_000_000),
  /** As a count, and 0 where there is to be no limit. */
  limit: (preset: number) => wholeNumber(preset, 0, 1_000_000),
  host: () => z.string().min(1).default("127.0.0.1"),
  /** A secret, since it holds a password. */
  postgresUrl: () =>
    z.url({ protocol: /^postgres(ql)?$/, error: "expected a postgres:// URL" }).register(SECRETS, { secret: true }),
  httpUrl: () => z.url({ protocol: /^https?$/, error: "expected an http:// or https:// URL" }),
  /** `host:port` */
  target: () => z.string({ error: "expected host:port" }).regex(/^[^\s:/]+:\d{1,5}$/, { error: "expected host:port" }),
  brokers: () =>
    z.string({ error: "expected host:port[,host:port…]" })
      .regex(/^[^\s:/,]+:\d{1,5}(,[^\s:/,]+:\d{1,5})*$/, { error: "expected host:port[,host:port…]" })
      .transform((list) => list.split(",")),
  secret: (lengthMin: number) =>
    z.string({ error: `expected a secret of at least ${lengthMin} characters` })
      .min(lengthMin, { error: `expected a secret of at least ${lengthMin} characters` })
      .register(SECRETS, { secret: true }),
  /** A secret of just so many bytes, written in base64. */
  key: (bytes: number) => {
    const error = `expected ${bytes} bytes in base64`;
    return z.base64({ error }).transform((text) => Uint8Array.fromBase64(text))
      .refine((key) => key.length === bytes, { error }) // One byte more or less can be as long in base64.
      .register(SECRETS, { secret: true });
  },
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
