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

interface Flat {
  readonly strings: readonly string[];
  readonly parameters: readonly Parameter[];
}

/** The template that says the same in one piece: fragments become part of the text, their values of the values. */
export function flatten(
  strings: TemplateStringsArray,
  given: readonly (Parameter | Fragment)[],
): { readonly strings: TemplateStringsArray; readonly parameters: readonly Parameter[] } {
  if (!given.some((parameter) => parameter instanceof Fragment)) {
    return { strings, parameters: given as readonly Parameter[] };
  }
  const flat = inOnePiece(strings, given);
  return { strings: templateOf(flat.strings), parameters: flat.parameters };
}

function inOnePiece(strings: readonly string[], given: readonly (Parameter | Fragment)[]): Flat {
  const texts: string[] = [];
  const values: Parameter[] = [];
  let text = strings[0] ?? "";
  for (const [index, parameter] of given.entries()) {
    const piece = parameter instanceof Fragment
      ? inOnePiece(parameter.strings, parameter.parameters)
      : { strings: ["", ""], parameters: [parameter] };
    text += piece.strings[0] ?? "";
    for (const [at, value] of piece.parameters.entries()) {
      texts.push(text);
      values.push(value);
      text = piece.strings[at + 1] ?? "";
    }
    text += strings[index + 1] ?? "";
  }
  return { strings: [...texts, text], parameters: values };
}

const templates = new Map<string, TemplateStringsArray>();

/** The one template of a text: the driver keeps a stack trace for each template that it meets, and for ever. */
function templateOf(texts: readonly string[]): TemplateStringsArray {
  const key = texts.join("\0");
  const known = templates.get(key);
  if (known !== undefined) return known;
  const template = Object.assign([...texts], { raw: texts });
  templates.set(key, template);
  return template;
}
