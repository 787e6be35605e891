/** `bundle.ts PROGRAM FOLDER`: puts all that an image needs of a program into a folder. A step of the Dockerfile. */
import { basename, join } from "node:path";
import { argon2Library, swaggerUiDir } from "../dev/npm_files.ts";
import { ROOT } from "../dev/environment.ts";
import { DATABASES } from "../dev/databases.ts";
import { isProgramName, type ProgramName, PROGRAMS } from "./programs.ts";

/** What images are made on; the Dockerfile says so too. */
export const BASE_IMAGE = "denoland/deno:distroless-2.9.6";

/** The program and its packages in one script, and beside it what cannot be in a script. */
export async function bundle(name: ProgramName, folder: string, options: readonly string[] = []): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  const { entry, ports } = PROGRAMS[name];
  if (ports.length === 0) {
    await writeScript(entry, join(folder, "main.js"), options);
  } else {
    await writeScript(entry, join(folder, "service.js"), options);
    await writeScript("tools/images/main.js", join(folder, "main.js"), [...options, "--external=./service.js"]);
  }
  for (const [from, to] of filesOf(name)) {
    await Deno.mkdir(join(folder, to, ".."), { recursive: true });
    await Deno.copyFile(from, join(folder, to));
  }
}

async function writeScript(entry: string, output: string, options: readonly string[]): Promise<void> {
  const { success } = await new Deno.Command("deno", {
    args: ["bundle", "--quiet", "--frozen", "--minify", "--platform=deno", ...options, "--output", output, entry],
    cwd: ROOT,
  }).spawn().status;
  if (!success) throw new Error(`${entry} cannot be bundled`);
}

/** Files beside the script: where they are, and their path in the folder. */
export function filesOf(name: ProgramName): [from: string, to: string][] {
  const argon2: [string, string] = [argon2Library(), "argon2.node"];
  if (name === "auth") return [argon2];
  if (name === "gateway") {
    return ["swagger-ui.css", "swagger-ui-bundle.js", "LICENSE", "NOTICE"]
      .map((file) => [join(swaggerUiDir(), file), join("swagger-ui", file)]);
  }
  return name === "job" ? [argon2, ...migrations()] : [];
}

function migrations(): [string, string][] {
  return DATABASES.flatMap((database) => {
    const folder = join(ROOT, "services", database, "sql", "migrations");
    return [...Deno.readDirSync(folder)].map(({ name }): [string, string] => [
      join(folder, name),
      join("migrations", database, basename(name)),
    ]);
  });
}

if (import.meta.main) {
  const [name, folder] = Deno.args;
  if (name === undefined || folder === undefined || !isProgramName(name)) {
    throw new Error("Use: bundle.ts PROGRAM FOLDER");
  }
  await bundle(name, folder);
}
