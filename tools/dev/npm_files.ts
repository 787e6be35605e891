import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { ROOT } from "./environment.ts";

/** The native library that @node-rs/argon2 has for this platform. */
export function argon2Library(): string {
  const { os, arch } = Deno.build;
  const platform = `${os}-${arch === "x86_64" ? "x64" : "arm64"}${os === "linux" ? "-gnu" : ""}`;
  const main = createRequire(join(ROOT, "services", "auth", "main.ts")).resolve("@node-rs/argon2/package.json");
  return createRequire(main).resolve(`@node-rs/argon2-${platform}/argon2.${platform}.node`);
}

/** The folder of swagger-ui-dist. */
export function swaggerUiDir(): string {
  return dirname(createRequire(join(ROOT, "tools", "dev.ts")).resolve("swagger-ui-dist/package.json"));
}
