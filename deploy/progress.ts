/** What a run says while it works: a view that is redrawn on a terminal, plain lines elsewhere, JSON for programs. */
export interface Progress {
  /** What is going on with a part. */
  step(part: string, text: string): void;
  /** How it ended with a part, well or not. */
  done(part: string, text: string): void;
  /** A sentence for itself. */
  note(text: string): void;
  /** Leaves what is shown as it is; nothing is redrawn after that. */
  end(): void;
}

export interface Screen {
  write(text: string): void;
  readonly isTerminal: boolean;
  readonly columns: number;
}

const REDRAW_MS = 250;
const FRAMES = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
const NAME_WIDTH = 11;

export function createProgress(screen: Screen, json: boolean): Progress {
  if (json) return jsonLines(screen);
  return screen.isTerminal ? liveView(screen) : plainLines(screen);
}

function jsonLines(screen: Screen): Progress {
  const line = (fields: Record<string, string>) =>
    screen.write(`${JSON.stringify({ at: new Date().toISOString(), ...fields })}\n`);
  const step = (part: string, text: string) => line({ part, text });
  return { step, done: step, note: (text) => line({ text }), end: () => {} };
}

function plainLines(screen: Screen): Progress {
  const last = new Map<string, string>();
  const step = (part: string, text: string) => {
    if (last.get(part) === text) return;
    last.set(part, text);
    screen.write(`${part.padEnd(NAME_WIDTH)}${text}\n`);
  };
  return {
    step,
    done: step,
    note: (text) => screen.write(`${text}\n`),
    end: () => {},
  };
}

/** One line for each part, redrawn in place with the seconds since it began to say this. */
function liveView(screen: Screen): Progress {
  const parts = new Map<string, { text: string; sinceMs: number; done: boolean }>();
  let drawn = 0;
  let frame = 0;
  const draw = () => {
    const lines = [...parts].map(([part, { text, sinceMs, done }]) => {
      const seconds = Math.floor((Date.now() - sinceMs) / 1_000);
      const line = `${part.padEnd(NAME_WIDTH)}${text}${seconds > 2 && !done ? ` (${seconds} s)` : ""}`;
      return `${done ? " " : FRAMES[frame % FRAMES.length]} ${line}`.slice(0, screen.columns - 1);
    });
    const up = drawn > 0 ? `\x1b[${drawn}A` : "";
    screen.write(`${up}${lines.map((line) => `\x1b[2K${line}\n`).join("")}`);
    drawn = lines.length;
    frame++;
  };
  const timer = setInterval(draw, REDRAW_MS);
  const set = (done: boolean) => (part: string, text: string) => {
    const known = parts.get(part);
    parts.set(part, { text, sinceMs: known?.text === text ? known.sinceMs : Date.now(), done });
    draw();
  };
  return {
    step: set(false),
    done: set(true),
    note: (text) => {
      if (drawn > 0) screen.write(`\x1b[${drawn}A\x1b[J`);
      screen.write(`${text}\n`);
      drawn = 0;
      if (parts.size > 0) draw();
    },
    end: () => {
      clearInterval(timer);
      if (parts.size > 0) draw();
    },
  };
}
