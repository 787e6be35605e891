import assert from "node:assert/strict";
import { createProgress, wordsOf } from "./progress.ts";

function display(columns: number | undefined) {
  const written: string[] = [];
  const clock = { ms: 0 };
  const progress = createProgress({
    columns: () => columns,
    write: (text) => void written.push(text),
    now: () => clock.ms,
  });
  return { written, clock, progress };
}

Deno.test("without a terminal there is a plain line every five seconds, and every line that is said", () => {
  const { written, clock, progress } = display(undefined);
  for (let number = 1; number <= 100; number++) {
    clock.ms += 120;
    progress.count(number % 10 === 0 ? "refused" : "registered", number / 100);
  }
  progress.say("line 17: /name Is empty");
  progress.end();
  assert.deepEqual(written, [
    "42 %  38 registered, 4 refused  8/s\n",
    "84 %  76 registered, 8 refused  8/s\n",
    "line 17: /name Is empty\n",
  ]);
});

Deno.test("on a terminal a bar is drawn over itself, makes room for what is said, and goes away", () => {
  const { written, clock, progress } = display(80);
  progress.count("registered", 0.1);
  assert.deepEqual(written, [], "not more often than it can be read");
  clock.ms = 100;
  progress.count("registered", 0.5);
  const bar = "[############            ] 50 %  2 registered, 0 refused  20/s";
  progress.say("line 3: /name Is empty");
  progress.end();
  assert.deepEqual(written, [
    `\r\x1b[K${bar}`,
    `\r\x1b[Kline 3: /name Is empty\n${bar}`,
    "\r\x1b[K",
  ]);
});

Deno.test("a bar never breaks over two lines of a narrow terminal", () => {
  const { written, clock, progress } = display(30);
  clock.ms = 100;
  progress.count("registered", 1);
  assert.equal(written[0], "\r\x1b[K[########################] 10");
});

Deno.test("the last words name what is missing only where something is", () => {
  assert.equal(wordsOf({ registered: 956, refused: 44, unanswered: 0 }), "956 registered, 44 refused");
  assert.equal(wordsOf({ registered: 9, refused: 0, unanswered: 1 }), "9 registered, 0 refused, 1 unanswered");
});
