import { invalidInput, pointerTo } from "../schema/mod.ts";

/** A query string's parameters. */
export function queryMembers(url: string): Record<string, string> {
  const start = url.indexOf("?");
  return start === -1 ? {} : membersOf(new URLSearchParams(url.slice(start + 1)));
}

/** The parameters of a query or a form; one given twice is a fault, since nobody could say which of them counts. */
export function membersOf(parameters: URLSearchParams): Record<string, string> {
  const twice = [...new Set(parameters.keys())].filter((name) => parameters.getAll(name).length > 1);
  if (twice.length > 0) {
    throw invalidInput(twice.map((name) => ({ pointer: pointerTo([name]), detail: "Given twice" })));
  }
  return Object.fromEntries(parameters);
}
