/** Until disposed this process reads a wall clock that is off by so much. `performance.now()` and timers stay right. */
export function clockOff(byMs: number): Disposable {
  const RightDate = Date;
  globalThis.Date = new Proxy(RightDate, {
    construct: (target, given: unknown[], newTarget) =>
      Reflect.construct(target, given.length === 0 ? [RightDate.now() + byMs] : given, newTarget),
    get: (target, name) => name === "now" ? () => RightDate.now() + byMs : Reflect.get(target, name),
  });
  return { [Symbol.dispose]: () => void (globalThis.Date = RightDate) };
}
