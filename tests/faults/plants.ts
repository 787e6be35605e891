import type { SERVICES } from "./schedule.ts";

/** A service that runs from `<service>_main.ts`: as shipped, but for one fault in its drivers. */
export interface Plant {
  readonly service: Exclude<(typeof SERVICES)[number], "gateway">;
  readonly name: string;
}

/** Mistakes that somebody could make, each against one promise of the system. The checks must find every one. */
export const BUGS: readonly Plant[] = [
  { service: "patient", name: "publish-before-commit" },
  { service: "patient", name: "answer-before-commit" },
  { service: "patient", name: "delete-before-acknowledgement" },
  { service: "patient", name: "keys-in-memory" },
  { service: "billing", name: "account-for-each-call" },
  { service: "analytics", name: "offset-before-effect" },
  { service: "analytics", name: "version-check-off" },
];

/** Places at which a process ends itself, between two steps that belong together. The checks must find nothing. */
export const CRASH_POINTS: readonly Plant[] = [
  { service: "patient", name: "after-commit-before-answer" },
  { service: "patient", name: "after-outbox-read" },
  { service: "patient", name: "after-acknowledgement-before-delete" },
  { service: "analytics", name: "after-effect-before-offset" },
  { service: "billing", name: "after-accounts-before-answer" },
  { service: "auth", name: "after-rotation-before-answer" },
];

export function isCrashPoint(plant: Plant | undefined): boolean {
  return CRASH_POINTS.some(({ name }) => name === plant?.name);
}

export const PLANTS: readonly Plant[] = [...BUGS, ...CRASH_POINTS];

/** What a process that ended itself at its crash point leaves as its exit code. */
export const CRASH_EXIT_CODE = 86;
