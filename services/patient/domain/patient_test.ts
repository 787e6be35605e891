import { DomainError } from "@pms/lib/errors";
import { parse } from "@pms/lib/schema";
import assert from "node:assert/strict";
import { NewPatient } from "./patient.ts";

/** What a member comes back as, or undefined when it is refused. */
function read<Member extends keyof NewPatient>(member: Member, value: unknown): NewPatient[Member] | undefined {
  try {
    return parse(NewPatient, { name: "Ada Example", dateOfBirth: "1980-02-29", [member]: value })[member];
  } catch (error) {
    assert.ok(error instanceof DomainError, String(error));
    for (const { pointer } of error.options.faults ?? []) assert.equal(pointer, `/${member}`);
    return undefined;
  }
}

const isoDay = (offsetDays: number) => new Date(Date.now() + offsetDays * 86_400_000).toISOString().slice(0, 10);

Deno.test("texts come back in NFC and trimmed, and are measured after that, in code points", () => {
  assert.equal(read("name", "  Zoe\u0308 O\u2019Example\u3000\ufeff"), "Zo\u00eb O\u2019Example");
  assert.equal(read("name", "\u{20bb7}".repeat(100)), "\u{20bb7}".repeat(100));
  assert.equal(read("name", `  ${"e\u0301".repeat(100)}  `), "\u00e9".repeat(100));
  const lengths = { name: 100, familyName: 100, givenName: 100, address: 500, city: 100, postalCode: 20 } as const;
  for (const [member, max] of Object.entries(lengths) as [keyof typeof lengths, number][]) {
    assert.equal(read(member, "x".repeat(max)), "x".repeat(max));
    for (const bad of ["x".repeat(max + 1), "\u{20bb7}".repeat(max + 1), "", " \u00a0", null, 7, ["x"], {}]) {
      assert.equal(read(member, bad), undefined);
    }
    for (const code of [0, 1, 9, 10, 13, 0x1f, 0x7f, 0x85, 0x9f, 0xd800, 0xdfff]) {
      assert.equal(read(member, `a${String.fromCharCode(code)}b`), undefined, code.toString(16));
      assert.equal(read(member, `ab${String.fromCharCode(code)}`), undefined, code.toString(16));
    }
  }
});

Deno.test("days are those of the calendar, from 1875 up to today", () => {
  for (const member of ["dateOfBirth", "registeredDate"] as const) {
    for (const good of ["1875-01-01", "2000-02-29", "2024-02-29", isoDay(0), isoDay(-1)]) {
      assert.equal(read(member, good), good);
    }
    for (
      const bad of [
        ...["2023-02-30", "2023-02-29", "1900-02-29", "2023-04-31", "2023-00-10", "2023-13-01", "2023-01-00"],
        ...["0000-00-00", "0000-01-01", "0001-01-01", "1874-12-31", isoDay(1), "9999-12-31", "+12000-01-01"],
        ...["2000-1-1", "01.02.2000", "2000-01-01T00:00:00Z", " 2000-01-01", "20000101", "", null, 20000101],
      ]
    ) {
      assert.equal(read(member, bad), undefined, String(bad));
    }
  }
});

Deno.test("an e-mail address comes back as it was written, and has at most 64 characters before its @", () => {
  const longest = `${"a".repeat(64)}@${"b".repeat(63)}.${"c".repeat(63)}.${"d".repeat(57)}.org`;
  assert.equal(longest.length, 254);
  for (const good of ["Ada@Example.org", "a.b+tag@sub.example.org", longest]) assert.equal(read("email", good), good);
  assert.equal(read("email", " ada@example.org "), "ada@example.org");
  for (
    const bad of [
      ...["ada", "ada@", "@example.org", "ada@example", "a b@example.org", "a@b@example.org", "ada@example.org\n"],
      ...["Ada <ada@example.org>", "ada@example..org", `${"a".repeat(65)}@example.org`, `a${longest}`, "", null],
    ]
  ) {
    assert.equal(read("email", bad), undefined, String(bad));
  }
});

Deno.test("a phone number comes back as E.164, however it was spaced", () => {
  for (
    const written of ["+12025550143", "+1 202 555 0143", "+1 (202) 555-0143", " +1-202-555-0143 ", "+1.202.555.0143"]
  ) {
    assert.equal(read("phone", written), "+12025550143", written);
  }
  for (const bad of ["202 555 0143", "0012025550143", "+", "+1", "+0 202 555 0143", "+999 555 0143", "", null, 1]) {
    assert.equal(read("phone", bad), undefined, String(bad));
  }
});

Deno.test("a phone number with anything behind or before it is refused: none of it would be kept", () => {
  for (
    const bad of ["+1 202 555 0143 in the evening", "call +1 202 555 0143", "+12025550143x5", "+12025550143;ext=5"]
  ) {
    assert.equal(read("phone", bad), undefined, bad);
  }
});

Deno.test("a phone number has at most the 15 digits of E.164", () => {
  assert.equal(read("phone", "+49 1234567890123"), "+491234567890123");
  assert.equal(read("phone", "+49 12345678901234"), undefined);
});

Deno.test("a country is one of ISO 3166-1, in capitals", () => {
  for (const good of ["DE", "CH", "BQ", "SX"]) assert.equal(read("country", good), good);
  for (const bad of ["de", "DEU", "UK", "EU", "SU", "AN", "XK", "XX", "ZZ", "", null]) {
    assert.equal(read("country", bad), undefined, String(bad));
  }
});

Deno.test("a sex is one of four words", () => {
  for (const good of ["female", "male", "other", "unknown"]) assert.equal(read("sex", good), good);
  for (const bad of ["Female", "f", "", null]) assert.equal(read("sex", bad), undefined);
});

Deno.test("a language comes back in canonical form", () => {
  for (
    const [written, canonical] of [["DE", "de"], ["pt-br", "pt-BR"], ["ZH-hant-tw", "zh-Hant-TW"], [
      "iw",
      "he",
    ]] as const
  ) {
    assert.equal(read("language", written), canonical);
  }
  for (const bad of ["english", "en_US", "d", "de-", "de--CH", "-de", "de CH", "123", "", null]) {
    assert.equal(read("language", bad), undefined, String(bad));
  }
});

Deno.test("every language of BCP 47 is taken, whether or not this runtime has a name for it", () => {
  for (const tag of ["bo", "kl", "gsw-CH", "nds", "ase", "ary", "de-1996", "ca-ES-valencia", "de-u-co-phonebk"]) {
    assert.equal(read("language", tag), tag);
  }
});

Deno.test("a language has at most 35 characters, in canonical form too", () => {
  assert.equal(read("language", "sr-aaaaaaaa-bbbbbbbb-cccccccc-ddddd"), "sr-aaaaaaaa-bbbbbbbb-cccccccc-ddddd");
  assert.equal(read("language", "sh-aaaaaaaa-bbbbbbbb-cccccccc-ddddd"), undefined); // Its canonical form has 40.
});
