import type { Fault } from "../errors.ts";
import { invalidInput, pointerTo } from "../schema/mod.ts";

const DEPTH_MAX = 32;

/** Like `JSON.parse`, but what it lets pass and nobody can mean is bad input: deep nesting, and a member given twice. */
export function parseJson(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw invalidInput([{
      pointer: "",
      detail: text.trim() === "" ? "The body is empty" : "The body is not valid JSON",
    }]);
  }
  const faults = faultsOf(text);
  if (faults.length > 0) throw invalidInput(faults);
  return value;
}

/** Where the scan is in one array or object: at which item, or at which of the members met so far. */
interface Level {
  at: PropertyKey;
  readonly members: Set<string>;
}

/** Walks a text that is valid JSON; `JSON.parse` itself keeps the last of two members and says nothing. */
function faultsOf(text: string): Fault[] {
  const faults: Fault[] = [];
  const levels: Level[] = [];
  let lastString = "";
  for (let index = 0; index < text.length; index++) {
    const level = levels.at(-1);
    switch (text[index]) {
      case "{":
      case "[":
        levels.push({ at: 0, members: new Set() });
        if (levels.length > DEPTH_MAX) {
          return [{ pointer: "", detail: `The body nests deeper than ${DEPTH_MAX} levels` }];
        }
        break;
      case "}":
      case "]":
        levels.pop();
        break;
      case ",":
        if (typeof level?.at === "number") level.at++;
        break;
      case '"': {
        const end = endOfString(text, index);
        lastString = text.slice(index, end);
        index = end - 1;
        break;
      }
      case ":": {
        if (level === undefined) break;
        const name: string = JSON.parse(lastString); // Escapes may write one name in two ways.
        level.at = name;
        if (level.members.has(name)) {
          faults.push({ pointer: pointerTo(levels.map(({ at }) => at)), detail: "Given twice" });
        }
        level.members.add(name);
      }
    }
  }
  return faults;
}

function endOfString(text: string, start: number): number {
  let index = start + 1;
  while (text[index] !== '"') index += text[index] === "\\" ? 2 : 1;
  return index + 1;
}
