import assert from "node:assert/strict";
import { createProgress } from "./progress.ts";

function recorder(isTerminal: boolean) {
  let text = "";
  return { isTerminal, columns: 80, write: (piece: string) => void (text += piece), text: () => text };
}

Deno.test("where nobody watches, each new state is one plain line", () => {
  const screen = recorder(false);
  const progress = createProgress(screen, false);
  progress.step("auth", "rolling out");
  progress.step("auth", "rolling out");
  progress.note("a sentence");
  progress.done("auth", "is up");
  progress.end();
  assert.equal(screen.text(), "auth       rolling out\na sentence\nauth       is up\n");
});

Deno.test("on a terminal the lines are drawn again in place, and stay when it ends", () => {
  const screen = recorder(true);
  const progress = createProgress(screen, false);
  progress.step("auth", "rolling out");
  progress.step("billing", "waiting");
  progress.done("auth", "is up");
  progress.end();
  assert.ok(screen.text().includes("\x1b[2A"), "goes back over the two lines");
  assert.match(screen.text().split("\x1b[2A").at(-1) ?? "", /auth {7}is up\n.*billing {4}waiting/s);
});

Deno.test("programs get one JSON object a line", () => {
  const screen = recorder(true);
  const progress = createProgress(screen, true);
  progress.step("auth", "rolling out");
  progress.note("a sentence");
  progress.end();
  const lines = screen.text().trim().split("\n").map((line) => JSON.parse(line));
  assert.deepEqual(lines.map(({ part, text }) => [part, text]), [["auth", "rolling out"], [undefined, "a sentence"]]);
});
