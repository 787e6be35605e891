import type { Outcome } from "./register.ts";

/** Where progress is shown. */
export interface Display {
  /** How wide it is, where it is a terminal whose last line can be written anew. */
  readonly columns: () => number | undefined;
  readonly write: (text: string) => void;
  /** Milliseconds that only ever grow. */
  readonly now: () => number;
}

export type Counts = Record<Outcome["kind"], number>;

export interface Progress {
  readonly counts: Readonly<Counts>;
  /** One more was settled, so much of the whole is behind us. */
  count(kind: Outcome["kind"], share: number): void;
  /** A line that stays. */
  say(line: string): void;
  /** Takes the bar away. */
  end(): void;
}

const BAR_EVERY_MS = 100;
const LINE_EVERY_MS = 5_000;
const BAR_WIDTH = 24;
const CLEAR_LINE = "\r\x1b[K";

/** A bar on a terminal, redrawn ten times a second; a plain line every five seconds elsewhere. */
export function createProgress({ columns, write, now }: Display): Progress {
  const counts: Counts = { registered: 0, refused: 0, unanswered: 0 };
  const startedMs = now();
  let shownMs = startedMs;
  let share = 0;
  let bar = "";

  function words(): string {
    const perSecond = Math.round(settled() / Math.max((now() - startedMs) / 1_000, 0.001));
    return `${Math.floor(share * 100)} %  ${wordsOf(counts)}  ${perSecond}/s`;
  }
  const settled = () => counts.registered + counts.refused + counts.unanswered;
  function draw(width: number): string {
    const done = Math.floor(share * BAR_WIDTH);
    return `[${"#".repeat(done)}${" ".repeat(BAR_WIDTH - done)}] ${words()}`.slice(0, width - 1);
  }

  return {
    counts,
    count: (kind, reached) => {
      counts[kind]++;
      share = Math.max(share, reached);
      const width = columns();
      if (now() - shownMs < (width === undefined ? LINE_EVERY_MS : BAR_EVERY_MS)) return;
      shownMs = now();
      if (width === undefined) return write(`${words()}\n`);
      bar = draw(width);
      write(CLEAR_LINE + bar);
    },
    say: (line) => write(bar === "" ? `${line}\n` : `${CLEAR_LINE}${line}\n${bar}`),
    end: () => {
      if (bar !== "") write(CLEAR_LINE);
      bar = "";
    },
  };
}

/** `956 registered, 44 refused` */
export function wordsOf({ registered, refused, unanswered }: Readonly<Counts>): string {
  return `${registered} registered, ${refused} refused${unanswered === 0 ? "" : `, ${unanswered} unanswered`}`;
}
