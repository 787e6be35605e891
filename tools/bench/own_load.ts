/**
 * The load tool for machines without wrk: `own_load.ts JSON` puts load on one port of 127.0.0.1 and prints one line of
 * JSON. It reads answers that have a Content-Length, as all of this system's have.
 */
import { personBody } from "./person.ts";

interface Job {
  readonly port: number;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Empty for a GET. */
  readonly body: string;
  readonly firstNumber: number;
  readonly clients: number;
  readonly seconds: number;
}

const ANSWER_BYTES_MAX = 1_048_576;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

const job: Job = JSON.parse(Deno.args[0] ?? "{}");
const startedMs = performance.now();
const endMs = startedMs + job.seconds * 1_000;
const latencies: number[] = [];
let number = job.firstNumber;
let failed = 0;

await Promise.all(Array.from({ length: job.clients }, client));
const seconds = (performance.now() - startedMs) / 1_000;
latencies.sort((one, other) => one - other);
const percentile = (share: number) => latencies[Math.floor((latencies.length - 1) * share)] ?? 0;
console.log(`RESULT ${
  JSON.stringify({
    requests: latencies.length,
    seconds,
    p50Ms: percentile(0.5),
    p95Ms: percentile(0.95),
    p99Ms: percentile(0.99),
    failed,
  })
}`);

async function client(): Promise<void> {
  using connection = await Deno.connect({ hostname: "127.0.0.1", port: job.port });
  connection.setNoDelay(true);
  const buffer = new Uint8Array(ANSWER_BYTES_MAX);
  while (performance.now() < endMs) {
    const sentMs = performance.now();
    const bytes = nextRequest();
    for (let rest = bytes; rest.byteLength > 0;) rest = rest.subarray(await connection.write(rest));
    if (!await readAnswer(connection, buffer)) failed++;
    latencies.push(performance.now() - sentMs);
  }
}

function nextRequest(): Uint8Array {
  const body = encoder.encode(personBody(job.body, ++number));
  const headers = { host: `127.0.0.1:${job.port}`, ...job.headers, "content-length": String(body.byteLength) };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = encoder.encode(`${job.body === "" ? "GET" : "POST"} ${job.path} HTTP/1.1\r\n${lines.join("")}\r\n`);
  const request = new Uint8Array(head.byteLength + body.byteLength);
  request.set(head);
  request.set(body, head.byteLength);
  return request;
}

/** Whether the answer was a good one. */
async function readAnswer(connection: Deno.Conn, buffer: Uint8Array): Promise<boolean> {
  let size = 0;
  let end = Infinity;
  let good = false;
  while (size < end) {
    const count = await connection.read(buffer.subarray(size));
    if (count === null) throw new Error("The server closed a connection");
    size += count;
    if (end !== Infinity) continue;
    const text = decoder.decode(buffer.subarray(0, size));
    const headEnd = text.indexOf("\r\n\r\n");
    if (headEnd === -1) continue;
    good = /^HTTP\/1\.1 2/.test(text);
    end = headEnd + 4 + Number(/\r\ncontent-length: *(\d+)/i.exec(text.slice(0, headEnd))?.[1] ?? 0);
  }
  return good;
}
