/**
 * `deno task images`: the images of the five services and of the job that runs before them.
 *
 *   images build [NAME…] [--tag TAG]   builds them; the tag is the commit if none is given
 *   images sbom [NAME…]                writes what each is made of to .data/sbom/NAME.cdx.json
 *   images stages [--check]            writes each program's command and rights into the Dockerfile
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ROOT } from "./dev/environment.ts";
import { buildImage, originOfSources } from "./images/build.ts";
import { withStages } from "./images/dockerfile.ts";
import { isProgramName, PROGRAM_NAMES, type ProgramName } from "./images/programs.ts";
import { billOfMaterials } from "./images/sbom.ts";

const USAGE = `Use: deno task images build|sbom [NAME…] or deno task images stages [--check]
The names are ${PROGRAM_NAMES.join(", ")}; without one, it is all of them.`;

try {
  const { values, positionals: [command, ...names] } = parseArgs({
    allowPositionals: true,
    options: { tag: { type: "string" }, check: { type: "boolean" } },
  });
  if (command === "build") await build(programs(names), values.tag);
  else if (command === "sbom") await writeBills(programs(names));
  else if (command === "stages" && names.length === 0) await writeStages(values.check === true);
  else throw new TypeError(USAGE);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  Deno.exit(1);
}

function programs(names: readonly string[]): readonly ProgramName[] {
  const unknown = names.find((name) => !isProgramName(name));
  if (unknown !== undefined) throw new TypeError(`There is no image of ${unknown}.\n${USAGE}`);
  return names.length === 0 ? PROGRAM_NAMES : names.filter(isProgramName);
}

async function build(names: readonly ProgramName[], tag: string | undefined): Promise<void> {
  const origin = await originOfSources();
  const used = tag ?? origin.revision;
  for (const name of names) {
    await buildImage(name, used, origin);
    console.log(`pms/${name}:${used}`);
  }
}

async function writeBills(names: readonly ProgramName[]): Promise<void> {
  const folder = join(ROOT, ".data", "sbom");
  await Deno.mkdir(folder, { recursive: true });
  const { version } = await originOfSources();
  for (const name of names) {
    const work = join(folder, `${name}.${Deno.pid}`);
    try {
      const path = join(folder, `${name}.cdx.json`);
      await Deno.writeTextFile(path, `${await billOfMaterials(name, work, version)}\n`);
      console.log(path);
    } finally {
      await Deno.remove(work, { recursive: true });
    }
  }
}

async function writeStages(check: boolean): Promise<void> {
  const path = join(ROOT, "Dockerfile");
  const before = await Deno.readTextFile(path);
  const after = withStages(before);
  if (after === before) return console.log("The Dockerfile's commands are up to date");
  if (check) throw new Error("The Dockerfile's commands are out of date: run deno task images stages");
  await Deno.writeTextFile(path, after);
  console.log("The Dockerfile's commands were written");
}
