import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";

/** What an OpenAPI document says of one operation. */
export interface Operation {
  readonly operationId: string;
  readonly method: string;
  /** `/api/patients/{id}` */
  readonly path: string;
  readonly needsToken: boolean;
  /** Of the request's body, where it takes one. */
  readonly bodyType: string | undefined;
}

export interface Contract {
  readonly operations: readonly Operation[];
  /** Everything in which an answer is not as documented for the operation. */
  faultsOf(operation: Operation, answer: Answered): Promise<string[]>;
}

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

interface DocumentedAnswer {
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly content?: Readonly<Record<string, unknown>>;
}

interface Document {
  readonly paths: Readonly<
    Record<
      string,
      Readonly<
        Record<string, {
          readonly operationId: string;
          readonly security: readonly unknown[];
          readonly requestBody?: { readonly content: Readonly<Record<string, unknown>> };
          readonly responses: Readonly<Record<string, DocumentedAnswer>>;
        }>
      >
    >
  >;
}

/** The document as a judge of answers. */
export function readContract(document: Document): Contract {
  // The document holds more than schemas, which is nothing to be strict about.
  const ajv = new Ajv2020({ allErrors: true, strictSchema: false, validateSchema: false });
  formats.default(ajv);
  ajv.addSchema(document, "document");

  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { operationId, security, requestBody }]): Operation => ({
      operationId,
      method: method.toUpperCase(),
      path,
      needsToken: security.length > 0,
      bodyType: Object.keys(requestBody?.content ?? {})[0],
    }))
  );

  return {
    operations,
    faultsOf: async ({ method, path }, { status, headers, text }) => {
      const responses = document.paths[path]?.[method.toLowerCase()]?.responses ?? {};
      const key = String(status) in responses ? String(status) : status >= 400 ? "default" : "none";
      const documented = responses[key];
      if (documented === undefined) return [`${status} is not documented`];

      const missing = Object.keys(documented.headers ?? {}).filter((name) => !headers.has(name));
      const faults = missing.map((name) => `${status} has no ${name}`);
      const type = headers.get("content-type")?.split(";")[0] ?? "none";
      const content = documented.content ?? {};
      if (Object.keys(content).length === 0) return [...faults, ...(text === "" ? [] : [`${status} has a body`])];
      if (!(type in content)) return [...faults, `${status} came as ${type}`];

      const pointer = ["paths", path, method.toLowerCase(), "responses", key, "content", type, "schema"]
        .map((part) => part.replaceAll("~", "~0").replaceAll("/", "~1")).map(encodeURIComponent).join("/");
      const validate = await ajv.compile({ $ref: `document#/${pointer}` });
      if (validate(JSON.parse(text))) return faults;
      return [...faults, ...(validate.errors ?? []).map((error) => `${status} ${error.instancePath} ${error.message}`)];
    },
  };
}
