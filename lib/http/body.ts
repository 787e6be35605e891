import { DomainError } from "../errors.ts";
import { invalidInput } from "../schema/mod.ts";
import { parseJson } from "./json.ts";
import { membersOf } from "./query.ts";

export const BODY_BYTES_MAX = 1_048_576;

export type BodyType = "application/json" | "application/merge-patch+json" | "application/x-www-form-urlencoded";

/** The request's body as JSON (or a form's members) before any schema looks at it. Throws what design says of bad ones. */
export async function readBody(request: Request, type: BodyType): Promise<unknown> {
  checkHeaders(request.headers, type);
  const text = decode(await readBytes(request));
  return type === "application/x-www-form-urlencoded" ? membersOf(new URLSearchParams(text)) : parseJson(text);
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
  const declared = request.headers.get("content-length");
  if (Number(declared ?? 0) > BODY_BYTES_MAX) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    if (declared !== null) return await request.bytes(); // HTTP lets no more come, and one piece is five times as fast.
    for await (const chunk of request.body ?? []) {
      size += chunk.byteLength;
      if (size > BODY_BYTES_MAX) throw tooLarge();
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof DomainError) throw error;
    throw invalidInput([{ pointer: "", detail: "The body broke off" }]); // The sender went away.
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
    throw invalidInput([{ pointer: "", detail: "The body is not valid UTF-8" }]);
  }
}
