import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** Choices that a seed decides, so that they can be made again. */
export interface Random {
  /** A whole number from `min` to `max`, both included. */
  between(min: number, max: number): number;
  chance(percent: number): boolean;
  pick<T>(choices: readonly [T, ...T[]]): T;
  shuffled<T>(list: readonly T[]): T[];
}

/** Streams of one seed are independent of each other: what one client chooses does not move another one's choices. */
export function seededRandom(seed: number, stream: number): Random {
  const generator = xoroshiro128plus(seed ^ Math.imul(stream + 1, 0x9e3779b1));
  const between = (min: number, max: number) => uniformInt(generator, min, max);
  return {
    between,
    chance: (percent) => between(1, 100) <= percent,
    pick: (choices) => choices[between(0, choices.length - 1)] ?? choices[0],
    shuffled: (list) => {
      const left = [...list];
      return list.map(() => left.splice(between(0, left.length - 1), 1)[0] as typeof list[number]);
    },
  };
}
