/** A process of the simulation. When it ends, whatever it waits for never comes. */
export interface Process {
  readonly name: string;
  alive: boolean;
}

/** What may happen next: a process goes on, or a message arrives. */
interface Turn {
  /** Undefined for what is on its way between processes: it arrives though its sender is gone. */
  readonly process: Process | undefined;
  readonly go: () => void;
  /** Rejects what the process waits for, as a lost connection does. */
  readonly fail: (() => void) | undefined;
}

/**
 * Decides who goes on next. All that happens in a simulation waits here for its turn, so that a list of numbers decides
 * everything, and the same list the same way.
 */
export interface Scheduler {
  /** A place between two steps of a process: others may go on first, it may fail here, it may end here. */
  step(process: Process): Promise<void>;
  /** Has the effect elsewhere and returns what it returns. Its message or the answer may be late, or be lost. */
  call<Result>(process: Process, effect: () => Result | Promise<Result>): Promise<Result>;
  /** Lets one of the waiting turns happen as the number says; false when there is none. */
  next(choice: number): Promise<boolean>;
}

/** A choice says who is next, and, times this, from 0 to 99 what becomes of it. */
export const CHOICES = 1_000;
/** A choice by which nothing fails, and everybody comes round. */
export const HEALED = 99 * CHOICES;

/** Of a hundred turns of a process so many fail, and so many end it. */
const FAIL_PERCENT = 6;
const END_PERCENT = 4;
/** Of a hundred messages so many arrive late, this many turns later. */
const LATE_PERCENT = 8;
const LATE_TURNS = 60;
/** Promises that follow from a turn are kept within so many rounds. */
const ROUNDS = 12;

export function createScheduler(ended: (process: Process) => void): Scheduler {
  let turns: Turn[] = [];
  const late: { readonly turn: Turn; readonly after: number }[] = [];
  let count = 0;

  function wait(process: Process | undefined): Promise<void> {
    if (process?.alive === false) return new Promise(() => {}); // It ended: nothing in it goes on.
    return new Promise((resolve, reject) => {
      turns.push({
        process,
        go: resolve,
        fail: process === undefined ? undefined : () => reject(new Error("The connection was lost")),
      });
    });
  }

  async function settle(): Promise<void> {
    for (let round = 0; round < ROUNDS; round++) await undefined;
  }

  return {
    step: wait,
    call: async (process, effect) => {
      await wait(process);
      // From here on it is on its way: the process may give up waiting, or end, and it happens all the same.
      const answer = wait(undefined).then(effect);
      answer.catch(() => {});
      await Promise.race([answer, wait(process).then(() => answer)]);
      await wait(process);
      return await answer;
    },
    next: async (choice) => {
      await settle();
      count++;
      while (late[0] !== undefined && late[0].after <= count) turns.push(...late.splice(0, 1).map(({ turn }) => turn));
      const turn = turns.splice(choice % CHOICES % (turns.length || 1), 1)[0];
      if (turn === undefined) return false;
      const fate = Math.floor(choice / CHOICES);
      const { process } = turn;
      if (process === undefined && fate < LATE_PERCENT) late.push({ turn, after: count + LATE_TURNS });
      else if (process !== undefined && fate < END_PERCENT) {
        process.alive = false;
        turns = turns.filter((other) => other.process !== process);
        ended(process);
      } else if (turn.fail !== undefined && fate < END_PERCENT + FAIL_PERCENT) turn.fail();
      else turn.go();
      return true;
    },
  };
}
