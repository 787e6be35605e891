import { Buffer } from "node:buffer";
import { type ServerResponse, STATUS_CODES } from "node:http";
import type { OwnHeaders } from "./own_headers.ts";

/** Sends an answer of the gateway's own. A HEAD gets its headers only. */
export async function reply(res: ServerResponse, response: Response, own: OwnHeaders): Promise<void> {
  const body = Buffer.from(await response.arrayBuffer());
  if (res.headersSent || res.destroyed) return;
  res.writeHead(response.status, {
    ...own,
    ...Object.fromEntries(response.headers), // A page has a policy of its own.
    "content-length": body.byteLength,
  });
  res.end(res.req.method === "HEAD" ? undefined : body);
}

/** The same as text, for a connection whose request the parser could not make sense of: it ends with this answer. */
export async function lastWords(response: Response, own: OwnHeaders): Promise<string> {
  const body = await response.text();
  const headers = {
    ...Object.fromEntries(response.headers),
    ...own,
    "content-length": String(Buffer.byteLength(body)),
    "connection": "close",
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [`HTTP/1.1 ${response.status} ${STATUS_CODES[response.status]}`, ...lines, "", body].join("\r\n");
}
