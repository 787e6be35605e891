import { DomainError } from "@pms/lib/errors";
import { Buffer } from "node:buffer";
import type { Config } from "../config.ts";
import { headersTooLarge, malformed } from "./headers.ts";
import { methodNotAllowed, METHODS, methodsOf } from "./methods.ts";

/** What to say of a request that the HTTP parser gave up on, or that time ran out for. */
export function problemOfParser(
  error: Error | "CONNECT",
  { TARGET_BYTES_MAX, HEADER_BYTES_MAX }: Pick<Config, "TARGET_BYTES_MAX" | "HEADER_BYTES_MAX">,
): DomainError {
  if (error === "CONNECT") return methodNotAllowed(METHODS);
  const code: unknown = Reflect.get(error, "code");
  if (code === "ERR_HTTP_REQUEST_TIMEOUT") {
    return new DomainError("request-timeout", "The request was not there in time");
  }
  const line = requestLine(error);
  if (code === "HPE_HEADER_OVERFLOW") {
    if (line.length <= TARGET_BYTES_MAX) return headersTooLarge(HEADER_BYTES_MAX);
    return new DomainError("url-too-long", `The URL may have at most ${TARGET_BYTES_MAX} bytes`);
  }
  // The parser knows a fixed list of methods and stops inside any other word.
  const [, method, path] = /^([A-Za-z]{1,20}) ([^\s?]+)\S* HTTP\/1\.[01]$/.exec(line) ?? [];
  const parsedBytes: unknown = Reflect.get(error, "bytesParsed");
  if (method !== undefined && typeof parsedBytes === "number" && parsedBytes <= method.length) {
    return methodNotAllowed(methodsOf(path ?? ""));
  }
  return malformed("The request is not well-formed HTTP");
}

/** The first line of what the parser was reading; that is the request's own when it came in one piece. */
function requestLine(error: Error): string {
  const packet: unknown = Reflect.get(error, "rawPacket");
  if (!(packet instanceof Uint8Array)) return "";
  return Buffer.from(packet).toString("latin1").split("\r\n", 1)[0] ?? "";
}
