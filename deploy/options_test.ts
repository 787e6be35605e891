import assert from "node:assert/strict";
import { UsageError } from "./failure.ts";
import { parseOptions } from "./options.ts";

Deno.test("up takes services and the local target by default", () => {
  assert.deepEqual(parseOptions(["up", "patient", "--watch", "3"]), {
    command: "up",
    target: "local",
    json: false,
    services: ["patient"],
    revision: undefined,
    allowDirty: false,
    watchMs: 3_000,
  });
});

Deno.test("what makes no sense is refused in words", () => {
  const wrong: [args: string[], words: RegExp][] = [
    [["up", "pateint"], /there is no service pateint; there are auth, /],
    [["up", "--target", "gcp"], /expected local or aws/],
    [["up", "--follow"], /up takes no --follow/],
    [["up", "--revision", "a b"], /expected a revision/],
    [["up", "--watch", "-1"], /./],
    [["logs"], /expected: logs SERVICE|there is no service/],
    [["scale", "patient", "many"], /expected a whole number/],
    [["scale", "patient"], /expected: scale SERVICE N/],
    [["deploy"], /there is no command deploy/],
    [["secrets", "set", "NOBODY_KNOWS"], /there is no secret NOBODY_KNOWS/],
    [["--nonsense"], /nonsense/],
  ];
  for (const [args, words] of wrong) {
    assert.throws(
      () => parseOptions(args),
      (error: unknown) => error instanceof UsageError && words.test(error.message),
      args.join(" "),
    );
  }
});

Deno.test("a secret's value is never taken from the arguments, and not repeated", () => {
  assert.throws(
    () => parseOptions(["secrets", "set", "PATIENT_CLIENT_SECRET", "hunter2"]),
    (error: unknown) => error instanceof UsageError && !error.message.includes("hunter2"),
  );
});

Deno.test("no command, or --help, is a call for help", () => {
  assert.equal(parseOptions([]).command, "help");
  assert.equal(parseOptions(["up", "--help"]).command, "help");
});
