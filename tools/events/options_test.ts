import assert from "node:assert/strict";
import { parseOptions } from "./options.ts";

Deno.test("each command takes what it acts on", () => {
  const read = (line: string) => {
    const options = parseOptions(line.split(" "));
    assert.ok(options !== "help");
    return [options.command, options.destination, options.chosen, options.limit];
  };
  assert.deepEqual(read("parked list"), ["parked list", undefined, [], 50]);
  assert.deepEqual(read("parked list --destination kafka --limit 3"), ["parked list", "kafka", [], 3]);
  assert.deepEqual(read("parked resend --destination billing 1 22"), ["parked resend", "billing", ["1", "22"], 50]);
  assert.deepEqual(read("parked resend --destination kafka --all"), ["parked resend", "kafka", "all", 50]);
  assert.deepEqual(read("dead-letters list"), ["dead-letters list", undefined, [], 50]);
  assert.deepEqual(read("dead-letters replay 0/1 5/22"), ["dead-letters replay", undefined, ["0/1", "5/22"], 50]);
  assert.equal(parseOptions(["--help"]), "help");
});

Deno.test("what is not meant so is refused before anything is done", () => {
  const refused = [
    "",
    "parked",
    "parked drop",
    "parked resend --all",
    "parked resend --destination billing",
    "parked resend --destination billing --all 1",
    "parked resend --destination billing 0/1",
    "parked list --destination nowhere",
    "parked list --limit 0",
    "parked list --limit x",
    "parked list 1",
    "dead-letters replay",
    "dead-letters replay 1",
    "dead-letters replay 0/1;drop",
    "dead-letters list --unknown",
  ];
  for (const line of refused) assert.throws(() => parseOptions(line.split(" ")), Error, line);
});
