import { z } from "zod";
import { type Reason, REASONS } from "../errors.ts";
import type { Answer, Endpoint, EndpointSpec } from "./endpoint.ts";
import { Problem } from "./problem.ts";

type JsonSchema = Record<string, unknown>;

/** The part of an OpenAPI 3.1 document that one service's endpoints make. */
export interface OpenApiPart {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly schemas: Readonly<Record<string, JsonSchema>>;
}

/** Describes endpoints from what they are made of: the schemas that check requests, and those of the answers. */
export function describeEndpoints(endpoints: readonly Endpoint[], tag: string): OpenApiPart {
  const schemas: Record<string, JsonSchema> = {};
  const paths: Record<string, Record<string, unknown>> = {};
  for (const { spec } of endpoints) {
    const operations = paths[spec.path] ??= {};
    operations[spec.method] = describe(spec, tag, schemas);
  }
  return { paths, schemas };
}

function describe(spec: Endpoint["spec"], tag: string, schemas: Record<string, JsonSchema>) {
  const { operationId, summary, access, body } = spec;
  return {
    operationId,
    summary,
    tags: [tag],
    ...(access === "public" ? { security: [] } : {
      security: [{ bearer: [] }],
      description: access === "signed-in" ? "Needs a valid access token." : `Needs the scope \`${access}\`.`,
    }),
    parameters: parametersOf(spec, schemas),
    ...(body !== undefined && {
      requestBody: {
        required: body.optional !== true,
        content: { [body.type]: { schema: toSchema(body.schema, schemas, "input") } },
      },
    }),
    responses: withBoth(answersOf(spec.answers, schemas), problemsOf(spec, schemas)),
  };
}

function parametersOf({ params, query, headers = [] }: Endpoint["spec"], schemas: Record<string, JsonSchema>) {
  return [
    ...members(params, schemas).map(({ name, schema }) => ({ name, in: "path", required: true, schema })),
    ...members(query, schemas).map(({ name, schema, required }) => ({ name, in: "query", required, schema })),
    ...headers.map((name) => ({ name, in: "header", required: false, ...HEADERS[name] })),
  ];
}

/** The request headers that some endpoints heed. */
export const HEADERS = {
  "If-Match": {
    description: "The version that the change is meant for, as an ETag; any with `*`. Another one: 412.",
    schema: { type: "string", examples: ['"1"'] },
  },
  "If-None-Match": {
    description: "The version that the client has: then the answer is 304.",
    schema: { type: "string", examples: ['"1"'] },
  },
  "Idempotency-Key": {
    description: "Sent again within 24 hours with the same body, the first answer is given again and nothing is done.",
    schema: { type: "string", pattern: "^[!-~]{1,255}$", examples: ["9b2f0a7e-registration-17"] },
  },
} as const;
export type RequestHeader = keyof typeof HEADERS;

const ANSWER_HEADERS = {
  ETag: { description: "The record's version.", schema: { type: "string", examples: ['"1"'] } },
  Location: { description: "The path of what was made.", schema: { type: "string" } },
} as const;
export type AnswerHeader = keyof typeof ANSWER_HEADERS;

function answersOf(answers: Readonly<Record<number, Answer>>, schemas: Record<string, JsonSchema>): Responses {
  return Object.fromEntries(
    Object.entries(answers).map(([status, { description, schema, headers = [] }]) => [status, {
      description,
      ...(headers.length > 0 && { headers: Object.fromEntries(headers.map((name) => [name, ANSWER_HEADERS[name]])) }),
      ...(schema !== undefined && {
        content: { "application/json": { schema: toSchema(schema, schemas, "output") } },
      }),
    }]),
  );
}

interface ResponseObject {
  readonly description: string;
  readonly content?: Readonly<Record<string, unknown>>;
}
type Responses = Readonly<Record<string, ResponseObject>>;

/** An endpoint may answer one status in two ways: as its own protocol has it, and as the problem that any can meet. */
function withBoth(answers: Responses, problems: Responses): Responses {
  return Object.fromEntries(
    [...new Set([...Object.keys(answers), ...Object.keys(problems)])].map((status) => {
      const both = [answers[status], problems[status]].filter((response) => response !== undefined);
      const description = both.map((response) => response.description).join("; ");
      const contents = both.flatMap(({ content }) => content ?? []);
      return [status, {
        ...both[0],
        description,
        ...(contents.length > 0 && { content: Object.assign({}, ...contents) }),
      }];
    }),
  );
}

/** The failures that an endpoint names, those that follow from how it is made, and those that any can meet. */
function problemsOf(
  spec: EndpointSpec<z.ZodType, z.ZodType, z.ZodType>,
  schemas: Record<string, JsonSchema>,
): Responses {
  const reasons = new Set<Reason>([
    "invalid-input",
    ...(spec.problems ?? []),
    ...(spec.access === "public" ? [] : ["unauthenticated", "scope-missing"] as const),
    ...(spec.body === undefined ? [] : ["body-too-large", "unsupported-media-type"] as const),
    "too-many-requests",
    "unavailable",
  ]);
  const byStatus = Map.groupBy(reasons, (reason) => REASONS[reason]);
  const content = { "application/problem+json": { schema: toSchema(Problem, schemas, "output") } };
  const named = [...byStatus].sort(([one], [other]) => one - other)
    .map((
      [status, reasons],
    ) => [status, { description: reasons.map((reason) => `\`${reason}\``).join(", "), content }]);
  return { ...Object.fromEntries(named), default: { description: "Any other failure", content } };
}

function members(schema: z.ZodType | undefined, schemas: Record<string, JsonSchema>) {
  if (!(schema instanceof z.ZodObject)) return [];
  return Object.entries(schema.shape).map(([name, member]) => ({
    name,
    schema: toSchema(member as z.ZodType, schemas, "input"),
    required: !(member as z.ZodType).safeParse(undefined).success,
  }));
}

/** The JSON Schema of a zod schema; those that have an id move to the components. */
function toSchema(schema: z.ZodType, schemas: Record<string, JsonSchema>, io: "input" | "output"): JsonSchema {
  // Inside another object a schema with an id becomes a reference, wherever it stands.
  const wrapped = z.toJSONSchema(z.object({ it: schema }), {
    io,
    unrepresentable: "any",
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema instanceof z.ZodDate) Object.assign(jsonSchema, { type: "string", format: "date-time" });
      if (io === "output" && isText(zodSchema)) Object.assign(jsonSchema, { type: "string" });
    },
  });
  for (const [name, definition] of Object.entries(wrapped.$defs ?? {})) schemas[name] = relocated(definition);
  return relocated(wrapped.properties?.["it"]);
}

/** Text that is brought to a normal form: what a transform gives cannot be told from it, but ours give text for text. */
function isText(schema: z.core.$ZodType): boolean {
  if (schema instanceof z.ZodString) return true;
  return schema instanceof z.ZodPipe && schema.out instanceof z.ZodTransform && isText(schema.in);
}

function relocated(schema: unknown): JsonSchema {
  return JSON.parse(JSON.stringify(schema ?? {}).replaceAll(`"#/$defs/`, `"#/components/schemas/`));
}

/** One document from the parts. Throws when two parts claim one path, or mean different things by one name. */
export function mergeOpenApi(parts: readonly OpenApiPart[], version: string): Record<string, unknown> {
  const paths: Record<string, unknown> = {};
  const schemas: Record<string, JsonSchema> = {};
  for (const part of parts) {
    for (const [path, operations] of Object.entries(part.paths)) {
      if (path in paths) throw new Error(`Two services describe ${path}`);
      paths[path] = operations;
    }
    for (const [name, schema] of Object.entries(part.schemas)) {
      const known = schemas[name];
      if (known !== undefined && JSON.stringify(known) !== JSON.stringify(schema)) {
        throw new Error(`Two services describe ${name} differently`);
      }
      schemas[name] = schema;
    }
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Patient management",
      version,
      description:
        "Registers patients, finds them again, and shows the numbers. Every failure is a problem of RFC 9457.",
    },
    servers: [{ url: "/" }],
    paths,
    components: {
      schemas,
      securitySchemes: { bearer: { type: "http", scheme: "bearer", bearerFormat: "JWT" } },
    },
  };
}
