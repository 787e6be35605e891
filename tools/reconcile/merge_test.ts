import assert from "node:assert/strict";
import { mergeById, pagesOf } from "./merge.ts";

const ids = (text: string) => [...text].map((id) => ({ id }));

async function* pages(...texts: string[]): AsyncGenerator<{ id: string }[]> {
  for (const text of texts) yield await Promise.resolve(ids(text));
}

Deno.test("lists in pages of any size are told id by id, with the sides on which each is", async () => {
  const merged = await Array.fromAsync(mergeById({
    one: pages("ab", "", "c", "g"),
    two: pages("b", "cdg"),
    three: pages("az"),
  }));
  assert.deepEqual(
    merged.map(({ id, one, two, three }) => `${id}${one ? 1 : ""}${two ? 2 : ""}${three ? 3 : ""}`),
    ["a13", "b12", "c12", "d2", "g12", "z3"],
  );
});

Deno.test("nothing on any side is nothing", async () => {
  assert.deepEqual(await Array.fromAsync(mergeById({ one: pages(), two: pages("") })), []);
});

Deno.test("pages are asked for until one is empty, each from where the last one ended", async () => {
  const asked: (string | undefined)[] = [];
  const list = (after: string | undefined) => {
    asked.push(after);
    return Promise.resolve(ids(({ b: "cd", d: "" } as Record<string, string>)[after ?? ""] ?? "ab"));
  };
  assert.deepEqual((await Array.fromAsync(pagesOf(list))).flat(), ids("abcd"));
  assert.deepEqual(asked, [undefined, "b", "d"]);
});
