import assert from "node:assert/strict";
import type { Search } from "./search.ts";

export interface Sending {
  /** As the API document names it: `getPatient`. Left out for what is no call of the contract. */
  readonly operation?: string;
  readonly method: string;
  readonly path: string;
  /** Bytes and text go as they are, anything else as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** `null`: no token. */
  readonly token?: string | null;
  /** The sender made a value the name of a member or parameter: its own name for it comes back as the pointer. */
  readonly namesMember?: boolean;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // deno-lint-ignore no-explicit-any -- tests look into bodies by name and assert what they find.
  readonly body: any;
}

/** A client of one gateway that looks at every answer for what must not be in it. */
export interface Gateway {
  /** As it must stand in `Host`. */
  readonly host: string;
  send(sending: Sending): Promise<Answer>;
  /** Sends bytes that are no HTTP request, or hardly one, and looks at what comes back. */
  raw(text: string): Promise<void>;
  /** By operation, whether it was answered well and with a refusal. */
  readonly seen: Map<string, Set<"good" | "refused">>;
}

const REQUEST_MS_MAX = 15_000;

export function gatewayAt(url: string, token: string, search: () => Search): Gateway {
  const seen: Gateway["seen"] = new Map();
  return {
    host: new URL(url).host,
    seen,
    send: async (sending) => {
      const { operation, method, path } = sending;
      const response = await fetch(url + path, requestOf(sending, token));
      const text = await response.text();
      const { status, headers } = response;
      const what = `${method} (${operation ?? "no operation"}) answered ${status}`;
      assert.ok(status < 500, `${what}: ${text}`);
      assert.deepEqual(search()(JSON.stringify([...headers])), [], `headers: ${what}`);
      const body = text === "" ? undefined : JSON.parse(text);
      const told = sending.namesMember === true ? withoutPointers(body) : text;
      if (status >= 400) assert.deepEqual(search()(told), [], `body: ${what}: ${text}`);
      // Of what went well only the next page's token would become part of a URL.
      else assert.deepEqual(search()(String(body?.nextPageToken)), [], `page token: ${what}`);
      if (operation !== undefined) {
        const outcomes = seen.get(operation) ?? new Set();
        seen.set(operation, outcomes.add(status >= 400 ? "refused" : "good"));
      }
      return { status, headers, body };
    },
    raw: async (text) => {
      const { hostname, port } = new URL(url);
      using connection = await Deno.connect({ hostname, port: Number(port) });
      await connection.write(new TextEncoder().encode(text));
      await connection.closeWrite();
      const answer = await readAll(connection);
      assert.doesNotMatch(answer, /^HTTP\/1\.1 5/);
      assert.deepEqual(search()(answer), [], answer);
    },
  };
}

function requestOf({ method, body, headers, token }: Sending, usual: string): RequestInit {
  const type = method === "PATCH" ? "application/merge-patch+json" : "application/json";
  const asIs = body === undefined || typeof body === "string" || body instanceof Uint8Array ||
    body instanceof URLSearchParams;
  return {
    method,
    redirect: "manual",
    headers: {
      ...(body !== undefined && !(body instanceof URLSearchParams) && { "content-type": type }),
      ...(token !== null && { authorization: `Bearer ${token ?? usual}` }),
      ...headers,
    },
    ...(body !== undefined && { body: asIs ? body as BodyInit : JSON.stringify(body) }),
    signal: AbortSignal.timeout(REQUEST_MS_MAX),
  };
}

function withoutPointers(body: unknown): string {
  return JSON.stringify(body, (member, value) => member === "pointer" ? "" : value);
}

async function readAll(connection: Deno.Conn): Promise<string> {
  let text = "";
  const chunk = new Uint8Array(4_096);
  const decoder = new TextDecoder();
  try {
    for (let size; (size = await connection.read(chunk)) !== null;) text += decoder.decode(chunk.subarray(0, size));
  } catch (error) {
    if (!(error instanceof Deno.errors.ConnectionReset)) throw error;
  }
  return text;
}
