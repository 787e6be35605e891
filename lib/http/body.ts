import { DomainError, type Fault } from "../errors.ts";

export const BODY_BYTES_MAX = 1_048_576;
const JSON_DEPTH_MAX = 32;

export type BodyType = "application/json" | "application/merge-patch+json" | "application/x-www-form-urlencoded";

/** The request's body as JSON (or a form's members) before any schema looks at it. Throws what design says of bad ones. */
export async function readBody(request: Request, type: BodyType): Promise<unknown> {
  checkHeaders(request.headers, type);
  const text = decode(await readBytes(request));
  return type === "application/x-www-form-urlencoded" ? formMembers(text) : parseJson(text);
}

function checkHeaders(headers: Headers, type: BodyType): void {
  const encoding = headers.get("content-encoding");
  if (encoding !== null && encoding.toLowerCase() !== "identity") {
    throw new DomainError("unsupported-media-type", "Send the body without a Content-Encoding");
  }
  const [given, ...parameters] = (headers.get("content-type") ?? "").split(";").map((part) =>
    part.trim().toLowerCase()
  );
  const utf8 = parameters.every((parameter) => parameter === "" || /^charset="?utf-8"?$/.test(parameter));
  if (given !== type || !utf8) throw new DomainError("unsupported-media-type", `Send the body as ${type} in UTF-8`);
}

async function readBytes(request: Request): Promise<Uint8Array> {
  const tooLarge = () => new DomainError("body-too-large", `The body may have at most ${BODY_BYTES_MAX} bytes`);
  if (Number(request.headers.get("content-length") ?? 0) > BODY_BYTES_MAX) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > BODY_BYTES_MAX) throw tooLarge();
    chunks.push(chunk);
  }
  const [first, ...more] = chunks;
  if (first !== undefined && more.length === 0) return first;
  const whole = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return whole;
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

function decode(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw invalidBody("The body is not valid UTF-8");
  }
}

function parseJson(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw invalidBody(text.trim() === "" ? "The body is empty" : "The body is not valid JSON");
  }
  if (deeperThan(value, JSON_DEPTH_MAX)) throw invalidBody(`The body nests deeper than ${JSON_DEPTH_MAX} levels`);
  return value;
}

function deeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((member) => deeperThan(member, levels - 1));
}

function formMembers(text: string): Record<string, string> {
  const members = new URLSearchParams(text);
  for (const name of new Set(members.keys())) {
    if (members.getAll(name).length > 1) throw invalidBody("A form member is there twice", `/${name}`);
  }
  return Object.fromEntries(members);
}

function invalidBody(detail: string, pointer = ""): DomainError {
  return invalidInput([{ pointer, detail }]);
}

const FAULTS_MAX = 100;

/** Bad input, with everything that is wrong with it. */
export function invalidInput(faults: readonly Fault[]): DomainError {
  return new DomainError("invalid-input", "The request is not valid; `errors` says where and why", {
    faults: faults.slice(0, FAULTS_MAX),
  });
}
