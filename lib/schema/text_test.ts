import assert from "node:assert/strict";
import { day, id, text } from "./text.ts";

const accepted = {
  "NFD is brought to NFC": ["Jose\u0301", "José"],
  "the ends are trimmed as ECMAScript does": ["\u00a0\ufeff Ada \u3000", "Ada"],
  "white space inside stays": ["Ada  Lovelace", "Ada  Lovelace"],
  "an emoji counts as one character": ["😀😀😀😀😀", "😀😀😀😀😀"],
  "length is measured after composing": ["e\u0301e\u0301e\u0301e\u0301e\u0301", "ééééé"],
  "length is measured after trimming": [" 12345 ", "12345"],
  "scripts other than Latin are text like any other": ["李小龙", "李小龙"],
  "a zero width joiner is no control character": ["a\u200db", "a\u200db"],
} as const;

for (const [promise, [given, kept]] of Object.entries(accepted)) {
  Deno.test(`text(): ${promise}`, () => assert.equal(text(promise.includes("inside") ? 13 : 5).parse(given), kept));
}

const refused = {
  "too long by one": ["123456", /longer than 5/],
  "too long by one emoji": ["😀😀😀😀😀😀", /longer than 5/],
  "empty": ["", /empty/],
  "nothing but white space": [" \u2003 ", /empty/],
  "a NUL": ["a\0b", /control/],
  "a line break": ["a\nb", /control/],
  "a line break at the end, which trimming would take away": ["a\n", /control/],
  "a tab": ["a\tb", /control/],
  "DEL": ["a\u007fb", /control/],
  "a C1 control character": ["a\u0085b", /control/],
  "a lone high surrogate": ["a\ud800", /surrogate/],
  "a lone low surrogate": ["\udc00a", /surrogate/],
  "a number": [5, /./],
  "null": [null, /./],
} as const;

for (const [what, [given, why]] of Object.entries(refused)) {
  Deno.test(`text() refuses ${what}`, () => {
    const { error } = text(5).safeParse(given);
    assert.match(error?.issues[0]?.message ?? "", why);
  });
}

Deno.test("text() tells every fault at once", () => {
  const { error } = text(5).safeParse("\ud800\0");
  assert.equal(error?.issues.length, 2);
});

for (const given of ["2024-02-29", "2000-02-29", "1875-01-01", "0001-01-01", "9999-12-31"]) {
  Deno.test(`day() takes ${given} as it is`, () => assert.equal(day().parse(given), given));
}

for (
  const given of [
    "2023-02-29",
    "2023-02-30",
    "1900-02-29",
    "2023-04-31",
    "2023-13-01",
    "2023-00-10",
    "2023-01-00",
    "0000-00-00",
    "0000-01-01",
    "10000-01-01",
    "+02023-01-01",
    "-0001-01-01",
    "23-01-01",
    "2023-1-1",
    "2023-01-01T00:00:00Z",
    " 2023-01-01",
    "2023-01-01\n",
    "٢٠٢٣-٠١-٠١",
    "",
    20230101,
  ]
) {
  Deno.test(`day() refuses ${JSON.stringify(given)} with one fault`, () => {
    const { error } = day().safeParse(given);
    assert.deepEqual(error?.issues.map(({ message }) => message), [
      "Is not a day of the calendar, written YYYY-MM-DD",
    ]);
  });
}

Deno.test("id() gives an id in lower case and refuses what is none", () => {
  const given = "0198C0DE-0000-7000-8000-00000000ABCD";
  assert.equal(id().parse(given), given.toLowerCase());
  for (const bad of ["", "../admin", given.slice(1), `${given}\n`, `{${given}}`, given.replaceAll("-", "")]) {
    assert.equal(id().safeParse(bad).success, false, bad);
  }
});
