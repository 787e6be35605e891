/** Ends the process as a command does: with what the work returns, or 1 and the words of what went wrong. */
export async function runCommand(work: () => Promise<number>): Promise<never> {
  try {
    Deno.exit(await work());
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    Deno.exit(1);
  }
}

/** What a person may read of a text that anybody may have written: one line, not too long. */
export function printable(text: string, lengthMax = 120): string {
  // deno-lint-ignore no-control-regex
  const line = text.replaceAll(/[\u0000-\u001f\u007f-\u009f]/g, " ");
  return line.length > lengthMax ? `${line.slice(0, lengthMax)}…` : line;
}
