import { testDatabase } from "@pms/lib/testing";
import assert from "node:assert/strict";

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*";

/** ISO 7064 in its "pure system" form: the weighted sum of all characters, check character included, is 1 modulo 37. */
function isChecked(text: string): boolean {
  const weighted = [...text].toReversed().map((character, place) => {
    let weight = 1;
    for (let power = 0; power < place; power++) weight = weight * 2 % 37;
    return ALPHABET.indexOf(character) * weight;
  });
  return weighted.reduce((sum, value) => sum + value, 0) % 37 === 1;
}

Deno.test("the check character is that of ISO 7064 MOD 37-2, letters and the star included", async () => {
  await using db = await testDatabase("patient");
  // The first two are published examples: of the standard, and of blood donations (ISBT 128).
  const known = { "123456": "K", "G123498654321": "H", "00000000": "1", "00000001": "*", "12345678": "X" };
  for (const [body, expected] of Object.entries(known)) {
    const [row] = await db.query<{ given: string }>`select mrn_check_character(${body}) as given`;
    assert.equal(row?.given, expected, body);
    assert.ok(isChecked(body + expected), body);
  }
});

Deno.test("a thousand medical record numbers are eight digits with a right check character, no star, each once", async () => {
  await using db = await testDatabase("patient");
  const rows = await db.query<{ mrn: string }>`select next_mrn() as mrn from generate_series(1, 1000)`;
  const numbers = rows.map(({ mrn }) => mrn);
  for (const mrn of numbers) {
    assert.match(mrn, /^\d{8}[0-9A-Z]$/);
    assert.ok(isChecked(mrn), mrn);
  }
  assert.equal(new Set(numbers).size, 1_000);
  const last = Number(numbers.at(-1)?.slice(0, 8));
  assert.ok(last > 1_000, "none was passed over, so none would have had a star");
});
