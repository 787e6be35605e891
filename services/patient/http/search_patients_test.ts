import assert from "node:assert/strict";
import type { Patient } from "../domain/patient.ts";
import { faultsOf, SHORT, type TestApp, testApp, WHOLE } from "../testing.ts";

async function search(app: TestApp, filters: object): Promise<string[]> {
  const response = await app.send("POST", "/api/patients/search", { body: filters });
  assert.equal(response.status, 200);
  const { patients }: { patients: Patient[] } = await response.json();
  return patients.map(({ id }) => id);
}

/** A mixed spelling of the same letters. */
const mixed = (text: string) =>
  [...text].map((letter, nth) => nth % 2 === 0 ? letter.toUpperCase() : letter.toLowerCase()).join("");

Deno.test("a patient is found by each filter, without regard to case, and by all of them together", async () => {
  await using app = await testApp();
  const { id, mrn } = await app.register(WHOLE);
  const { name, email, phone, dateOfBirth } = WHOLE;
  await app.register(SHORT);
  for (let nth = 0; nth < 40; nth++) await app.register({ ...SHORT, name: `Other ${nth}` });
  const filters = { mrn, email, phone, dateOfBirth, name };
  for (const [member, value] of Object.entries(filters)) {
    for (const given of [value, mixed(value), value.toLowerCase(), value.toUpperCase(), ` ${value} `]) {
      if (member === "dateOfBirth" && given !== value) continue;
      assert.deepEqual(await search(app, { [member]: given }), [id], `${member}: ${given}`);
    }
  }
  assert.deepEqual(await search(app, filters), [id]);
  assert.deepEqual(await search(app, { phone: "+1 (202) 555-0143" }), [id]);
});

Deno.test("case is that of Unicode, not of ASCII", async () => {
  await using app = await testApp();
  const written = ["Zoë Ärmelkanal", "Γιώργος Παπαδόπουλος", "Женя", "Jürgen Groß", "İpek"];
  for (const name of written) {
    const { id } = await app.register({ ...SHORT, name });
    for (const given of [name, name.toLowerCase(), name.toUpperCase(), name.normalize("NFD")]) {
      assert.deepEqual(await search(app, { name: given }), [id], given);
    }
  }
});

Deno.test("all that is given must match, exactly", async () => {
  await using app = await testApp();
  const { mrn } = await app.register(WHOLE);
  for (
    const filters of [
      { mrn, name: SHORT.name },
      { name: WHOLE.name, dateOfBirth: SHORT.dateOfBirth },
      { name: "Wilhelmina" },
      { name: "%" },
      { name: "Wilhelmina_Beispiel" },
      { email: "beispiel@example.org" },
      { mrn: mrn.slice(0, -1) },
      { phone: "+12025550144" },
    ]
  ) {
    assert.deepEqual(await search(app, filters), [], JSON.stringify(filters));
  }
});

Deno.test("a family that shares an e-mail is found whole, the oldest registration first", async () => {
  await using app = await testApp();
  const family: string[] = [];
  for (const name of ["Zoe Example", "Ada Example", "Max Example"]) {
    family.push((await app.register({ ...SHORT, name, email: "Family@example.org" })).id);
  }
  assert.deepEqual(await search(app, { email: "family@EXAMPLE.org" }), family);
});

Deno.test("a filter that there is not, or that cannot match anything, is refused", async () => {
  await using app = await testApp();
  const bad: Record<string, readonly unknown[]> = {
    mrn: [null, "", 1, "x".repeat(21), "a\u0000"],
    email: [null, "", "x".repeat(255), "a\u0000@example.org"],
    phone: [null, "", "2025550143", "+1"],
    dateOfBirth: [null, "", "2023-02-30", "0000-00-00", "yesterday"],
    name: [null, "", "x".repeat(101), "\ud800"],
    city: ["Musterstadt"],
    Name: ["Ada"],
    id: ["0198c0de-0000-7000-8000-000000000001"],
    constructor: ["x"],
  };
  for (const [member, values] of Object.entries(bad)) {
    for (const value of values) {
      const response = await app.send("POST", "/api/patients/search", { body: { [member]: value } });
      assert.deepEqual([...new Set(await faultsOf(response))], [`/${member}`], `${member}: ${JSON.stringify(value)}`);
    }
  }
});
