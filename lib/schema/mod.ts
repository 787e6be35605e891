export { invalidInput, pointerTo } from "./invalid_input.ts";
export { parse } from "./parse.ts";
export { CONTROL, day, email, id, text } from "./text.ts";
export { z } from "zod";
