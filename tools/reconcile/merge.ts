/** One id with what each side has under it. */
export type Merged<Sides> = { readonly id: string } & { readonly [Side in keyof Sides]?: Sides[Side] };

type Sources<Sides> = { readonly [Side in keyof Sides]: AsyncIterable<readonly Sides[Side][]> };

/** Walks through several lists, each in pages and rising by id, and tells for each id what is there on each side. */
export async function* mergeById<Sides extends Record<string, { readonly id: string }>>(
  sources: Sources<Sides>,
): AsyncGenerator<Merged<Sides>> {
  const walks = await Promise.all(
    Object.entries(sources).map(async ([side, pages]) => {
      const items = flat(pages as AsyncIterable<readonly { readonly id: string }[]>);
      return { side, items, head: await items.next() };
    }),
  );
  for (;;) {
    const ids = walks.flatMap(({ head }) => head.done ? [] : [head.value.id]);
    if (ids.length === 0) return;
    const id = ids.reduce((least, each) => each < least ? each : least);
    const found: Record<string, unknown> = { id };
    for (const walk of walks) {
      if (walk.head.done || walk.head.value.id !== id) continue;
      found[walk.side] = walk.head.value;
      walk.head = await walk.items.next();
    }
    yield found as Merged<Sides>;
  }
}

async function* flat<Item>(pages: AsyncIterable<readonly Item[]>): AsyncGenerator<Item> {
  for await (const page of pages) yield* page;
}

/** The pages of a list that is asked for one page after the other. */
export async function* pagesOf<Item extends { readonly id: string }>(
  list: (after: string | undefined) => Promise<readonly Item[]>,
): AsyncGenerator<readonly Item[]> {
  let after: string | undefined;
  for (;;) {
    const page = await list(after);
    after = page.at(-1)?.id;
    if (after === undefined) return;
    yield page;
  }
}
