import process from "node:process";

// kafkajs 2.2.4 asks for timers in the past (`throttledUntil - now`, lib/network/requestQueue). They fire at once, as it
// means them to, but each first one would put two lines that are no JSON into a service's log.
const { emitWarning } = process;
process.emitWarning = (warning: string | Error, ...rest: unknown[]) => {
  if (rest[0] !== "TimeoutNegativeWarning") Reflect.apply(emitWarning, process, [warning, ...rest]);
};
