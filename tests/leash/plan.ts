/** What no service may do, one attempt for each; the value is the right of Deno that it would take. */
export const ATTEMPTS = {
  "reading another file": "read",
  "writing a file": "write",
  "deleting a file": "write",
  "starting a program": "run",
  "signalling a process": "run",
  "loading another native library": "ffi",
  "reading another environment variable": "env",
  "listening on another port": "net",
  "connecting elsewhere": "net",
} as const;
export type Attempt = keyof typeof ATTEMPTS;
export type Right = (typeof ATTEMPTS)[Attempt];

/** With what the probe attempts it. All of it exists, so that only a missing right can stop the probe. */
export interface Targets {
  readonly file: string;
  readonly newFile: string;
  readonly doomedFile: string;
  readonly program: string;
  readonly pid: number;
  readonly library: string;
  readonly variable: string;
  readonly freePort: number;
  readonly listeningPort: number;
}

/** What the service must be able to do all the same. */
export interface Needs {
  readonly listen: readonly string[];
  readonly connect: readonly string[];
  readonly variables: readonly string[];
  /** Folders, too. */
  readonly files: readonly string[];
  readonly libraries: readonly string[];
}

export interface Plan {
  readonly targets: Targets;
  readonly needs: Needs;
}

/** `done`, `refused` by the sandbox, or the name of another error. */
export type Outcome = string;

export interface Outcomes {
  readonly attempts: Readonly<Record<Attempt, Outcome>>;
  /** By what was needed, such as `listen 127.0.0.1:4000`. */
  readonly needs: Readonly<Record<string, Outcome>>;
}
