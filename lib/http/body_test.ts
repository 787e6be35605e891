import assert from "node:assert/strict";
import { DomainError, type Reason } from "../errors.ts";
import { BODY_BYTES_MAX, type BodyType, readBody } from "./body.ts";

const JSON_TYPE = { "content-type": "application/json" };

function read(body: BodyInit | null, headers: Record<string, string> = JSON_TYPE, type: BodyType = "application/json") {
  const request = new Request("http://127.0.0.1/", { method: "POST", body, headers });
  return readBody(request, type);
}

async function refusedAs(reason: Reason, reading: Promise<unknown>, detail = /./): Promise<void> {
  await assert.rejects(reading, (error) => {
    assert.ok(error instanceof DomainError);
    assert.equal(error.reason, reason);
    const words = [error.message, ...error.options.faults?.map((fault) => `${fault.pointer} ${fault.detail}`) ?? []];
    assert.match(words.join("\n"), detail);
    return true;
  });
}

for (const type of ["application/json", "Application/JSON; Charset=UTF-8", 'application/json;charset="utf-8"']) {
  Deno.test(`a JSON body sent as ${type} is read`, async () => {
    assert.deepEqual(await read('{"name": "José"}', { "content-type": type }), { name: "José" });
  });
}

const wrongHeaders: Record<string, Record<string, string>> = {
  "another type": { "content-type": "text/plain" },
  "the merge patch type where JSON is asked for": { "content-type": "application/merge-patch+json" },
  "a form": { "content-type": "application/x-www-form-urlencoded" },
  "a charset other than UTF-8": { "content-type": "application/json; charset=iso-8859-1" },
  "two types": { "content-type": "application/json, text/plain" },
  "a Content-Encoding": { ...JSON_TYPE, "content-encoding": "gzip" },
  "two Content-Encodings": { ...JSON_TYPE, "content-encoding": "identity, gzip" },
};
for (const [what, headers] of Object.entries(wrongHeaders)) {
  Deno.test(`a body with ${what} is an unsupported media type`, async () => {
    await refusedAs("unsupported-media-type", read("{}", headers));
  });
}

Deno.test("a body without a Content-Type is an unsupported media type", async () => {
  const request = new Request("http://127.0.0.1/", { method: "POST", body: new TextEncoder().encode("{}") });
  await refusedAs("unsupported-media-type", readBody(request, "application/json"));
});

Deno.test("JSON where a merge patch is asked for is an unsupported media type", async () => {
  await refusedAs("unsupported-media-type", read("{}", JSON_TYPE, "application/merge-patch+json"));
});

/** A JSON text of just so many bytes. */
const textOf = (bytes: number) => new TextEncoder().encode(`"${"x".repeat(bytes - 2)}"`);

/** The same bytes in pieces, of which nobody knows in advance how many. */
function streamed(bytes: Uint8Array<ArrayBuffer>): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new Blob([bytes]).stream();
}

Deno.test("a body of 1 MiB is read, whether its length is told or not", async () => {
  assert.equal((await read(textOf(BODY_BYTES_MAX)) as string).length, BODY_BYTES_MAX - 2);
  assert.equal((await read(streamed(textOf(BODY_BYTES_MAX))) as string).length, BODY_BYTES_MAX - 2);
});

Deno.test("a body of 1 MiB and a byte is too large, whether its length is told or not", async () => {
  await refusedAs("body-too-large", read(textOf(BODY_BYTES_MAX + 1)));
  await refusedAs("body-too-large", read(streamed(textOf(BODY_BYTES_MAX + 1))));
  await refusedAs("body-too-large", read("{}", { ...JSON_TYPE, "content-length": String(BODY_BYTES_MAX + 1) }));
});

Deno.test("a body without an end is given up at the bound", async () => {
  let pulled = 0;
  const endless = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull: (controller) => {
      pulled += 65_536;
      controller.enqueue(new Uint8Array(65_536).fill(0x20));
    },
  });
  await refusedAs("body-too-large", read(endless));
  assert.ok(pulled < 2 * BODY_BYTES_MAX);
});

const broken: Record<string, [BodyInit | null, RegExp]> = {
  "no body at all": [null, /empty/],
  "an empty body": ["", /empty/],
  "white space": [" \n", /empty/],
  "half a document": ['{"name": "Ada', /not valid JSON/],
  "two documents": ["{} {}", /not valid JSON/],
  "a trailing comma": ['{"a": 1,}', /not valid JSON/],
  "NaN": ["NaN", /not valid JSON/],
  "invalid UTF-8": [new Uint8Array([0x22, 0xc3, 0x28, 0x22]), /UTF-8/],
  "a surrogate encoded in UTF-8": [new Uint8Array([0x22, 0xed, 0xa0, 0x80, 0x22]), /UTF-8/],
  "UTF-16": [new Uint8Array([0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00]), /UTF-8/],
};
for (const [what, [body, detail]] of Object.entries(broken)) {
  Deno.test(`${what} is bad input`, async () => await refusedAs("invalid-input", read(body), detail));
}

Deno.test("what is wrong with a body is told without repeating it", async () => {
  await assert.rejects(read('{"name": Lovelace}'), (error: DomainError) => {
    assert.equal(JSON.stringify([error.message, error.options]).includes("Lovelace"), false);
    return true;
  });
});

const nested = (levels: number) => "[".repeat(levels) + "]".repeat(levels);

Deno.test("JSON may nest 32 levels deep and not 33", async () => {
  assert.ok(Array.isArray(await read(nested(32))));
  await refusedAs("invalid-input", read(nested(33)), /deeper than 32/);
  await refusedAs("invalid-input", read('{"a":'.repeat(33) + "1" + "}".repeat(33)), /deeper than 32/);
});

Deno.test("a document of half a million levels is bad input like any other", async () => {
  await refusedAs("invalid-input", read(nested(500_000)), /deeper than 32/);
});

const doubles = {
  '{"name": "Ada", "name": "Bob"}': "/name",
  '{"a": {"b": 1, "b": 1}}': "/a/b",
  '[{"x": 1}, {"x": 1, "y": [], "x": 2}]': "/1/x",
  '{"name": 1, "n\\u0061me": 2}': "/name",
  '{"": 1, "": 2}': "/",
  '{"a/b": 1, "a/b": 2}': "/a~1b",
  '{"__proto__": 1, "__proto__": 2}': "/__proto__",
};
for (const [body, pointer] of Object.entries(doubles)) {
  Deno.test(`${body} is bad input: nobody could say which of the two counts`, async () => {
    await refusedAs("invalid-input", read(body), new RegExp(`^${pointer} Given twice$`, "m"));
  });
}

for (
  const body of [
    '[{"x": 1}, {"x": 1}]',
    '{"x": {"x": {"x": "x"}}}',
    '{"a": "b", "b": "a"}',
    '{"a": "\\"a\\":", "b": "{", "c": "\\\\"}',
    '{"a": ["a", "a"], "A": 1}',
    '{"a":[{"b":1}],"b":1}',
  ]
) {
  Deno.test(`${body} has no member twice`, async () => assert.deepEqual(await read(body), JSON.parse(body)));
}

Deno.test("a text of 1 MiB full of escapes is read", async () => {
  const body = JSON.stringify({ a: '"\\'.repeat(260_000) });
  assert.deepEqual(await read(body), JSON.parse(body));
});

const FORM = { "content-type": "application/x-www-form-urlencoded" };

Deno.test("a form gives its members, each at most once", async () => {
  const type = "application/x-www-form-urlencoded";
  assert.deepEqual(await read("grant_type=client_credentials&scope=a+b", FORM, type), {
    grant_type: "client_credentials",
    scope: "a b",
  });
  await refusedAs("invalid-input", read("a=1&b=2&a=3&b=4", FORM, type), /\/a .*\n\/b /);
  await refusedAs("invalid-input", read("a%2Fb=1&a%2Fb=3", FORM, type), /\/a~1b /);
});
