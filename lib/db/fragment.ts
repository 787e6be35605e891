import type { Parameter } from "./database.ts";

/** A piece of a statement with the values that belong to it, for statements whose conditions vary. */
export class Fragment {
  constructor(
    readonly strings: readonly string[],
    readonly parameters: readonly (Parameter | Fragment)[],
  ) {}
}

/** Makes a piece of a statement; it may stand in a `${…}` of a query or of another piece. */
export function part(strings: TemplateStringsArray, ...parameters: readonly (Parameter | Fragment)[]): Fragment {
  return new Fragment(strings, parameters);
}

/** The pieces with a word between them, such as `and`. At least one is needed. */
export function joined(pieces: readonly Fragment[], word: "and" | ","): Fragment {
  const [first, ...others] = pieces;
  if (first === undefined) throw new TypeError("There is nothing to join");
  return others.reduce((all, piece) => new Fragment(["", ` ${word} `, ""], [all, piece]), first);
}

/** The template that says the same in one piece: fragments become part of the text, their values of the values. */
export function flatten(
  strings: readonly string[],
  parameters: readonly (Parameter | Fragment)[],
): { readonly strings: TemplateStringsArray; readonly parameters: readonly Parameter[] } {
  const texts: string[] = [];
  const values: Parameter[] = [];
  let text = strings[0] ?? "";
  for (const [index, parameter] of parameters.entries()) {
    if (parameter instanceof Fragment) {
      const inner = flatten(parameter.strings, parameter.parameters);
      const [first = "", ...rest] = inner.strings;
      text += first;
      for (const [at, value] of inner.parameters.entries()) {
        texts.push(text);
        values.push(value);
        text = rest[at] ?? "";
      }
    } else {
      texts.push(text);
      values.push(parameter);
      text = "";
    }
    text += strings[index + 1] ?? "";
  }
  texts.push(text);
  return { strings: Object.assign(texts, { raw: texts }), parameters: values };
}
