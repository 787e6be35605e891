import assert from "node:assert/strict";
import { parseOptions } from "./options.ts";

Deno.test("a file, or a number of people to invent, with what is usual for the rest", () => {
  assert.deepEqual(parseOptions(["/data/people.csv"], "/root"), {
    people: { file: "/data/people.csv" },
    email: "registrar@example.com",
    dataDir: "/root/.data/dev",
  });
  const args = ["--generate", "200", "--url", "https://x.example/", "--data-dir", "/d"];
  assert.deepEqual(parseOptions(args, "/root"), {
    people: { count: 200, seed: 1 },
    url: "https://x.example",
    email: "registrar@example.com",
    dataDir: "/d",
  });
  assert.equal(parseOptions(["--help"], "/root"), "help");
});

const refused = {
  "nothing to send": [[], /Name a CSV file, or --generate N/],
  "a file and a number": [["a.csv", "--generate", "2"], /Name a CSV file, or --generate N/],
  "two files": [["a.csv", "b.csv"], /One file at a time/],
  "no people": [["--generate", "0"], /--generate takes a whole number from 1 to/],
  "a number that is none": [["--generate", "1e3"], /--generate takes/],
  "too many people": [["--generate", "99999999"], /--generate takes/],
  "a seed that is none": [["--generate", "1", "--seed", "x"], /--seed takes a whole number from 0/],
  "a seed for a file": [["a.csv", "--seed", "2"], /--seed goes with --generate/],
  "an address without a scheme": [["a.csv", "--url", "localhost:4004"], /--url takes/],
  "an address with a path": [["a.csv", "--url", "http://localhost/api"], /--url takes/],
  "an unknown flag": [["a.csv", "--dry-run"], /dry-run/],
} as const;

for (const [what, [args, words]] of Object.entries(refused)) {
  Deno.test(`arguments: ${what} is refused in words`, () => {
    assert.throws(() => parseOptions(args, "/root"), words);
  });
}
