/** A service whose parts say when they stop; how it starts is its first argument. The process of run_test.ts. */
import { ConfigError } from "./config.ts";
import { runService, type Service } from "./run.ts";

const [how] = Deno.args;
const SECRET = "the password is hunter2";

function part(name: string, { log, health }: Service, stop: () => void | Promise<void> = () => {}): AsyncDisposable {
  return {
    [Symbol.asyncDispose]: async () => {
      await stop();
      const { ready } = await health.readiness();
      log.info("part stopped", { part: name, reason: ready ? "ready" : "not ready" });
    },
  };
}

function readConfig(): { LOG_LEVEL: "info" } {
  if (how !== "config-error") return { LOG_LEVEL: "info" };
  throw new ConfigError("The fixture service cannot start with these variables:\n  PORT: bad");
}

await runService("fixture", readConfig, (service) => {
  if (how === "defect") throw new Error(SECRET);
  service.use(part("database", service));
  service.use(part("relay", service, () => new Promise((resolve) => setTimeout(resolve, 20))));
  if (how === "hanging") service.use(part("hanging", service, () => new Promise(() => setTimeout(() => {}, 60_000))));
  if (how === "failing") service.use(part("failing", service, () => Promise.reject(new Error(SECRET))));
  service.use(part("server", service));
  return Promise.resolve();
});
