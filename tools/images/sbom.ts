import { Enums, Models, Serialize, SPDX, Spec } from "@cyclonedx/cyclonedx-library";
import { join, resolve } from "node:path";
import { BASE_IMAGE, bundle, filesOf } from "./bundle.ts";
import { type ProgramName, PROGRAMS } from "./programs.ts";

/**
 * The folder that Deno gave a package, in the path of one of its files. What a package holds of another one inside its own
 * files counts as part of it.
 */
const PACKAGE = /^(.*\/node_modules\/\.deno\/([^/]+)@[^/@]+\/node_modules)\//;

/**
 * The bill of materials of an image as CycloneDX 1.6: the base image with Deno in it, each package of which something is in
 * the script or in a file beside it, and those files with their digests. It is taken from the sources' map of the bundle,
 * so what a package brings along and the program does not use is not in it. `workDir` is an empty folder.
 */
export async function billOfMaterials(name: ProgramName, workDir: string, version: string): Promise<string> {
  await bundle(name, workDir, ["--sourcemap=external"]);
  const bom = new Models.Bom();
  bom.metadata.timestamp = new Date();
  bom.metadata.component = new Models.Component(Enums.ComponentType.Container, `pms/${name}`, { version });
  const [image, tag] = BASE_IMAGE.split(":");
  bom.components.add(new Models.Component(Enums.ComponentType.Container, image ?? "", { version: tag ?? "" }));
  bom.components.add(deno());
  for (const folder of await packagesIn(name, workDir)) bom.components.add(await npmPackage(folder));
  for await (const path of files(workDir)) {
    if (!path.endsWith(".map")) bom.components.add(await file(join(workDir, path), path));
  }
  const normalizer = new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6);
  return new Serialize.JsonSerializer(normalizer).serialize(bom, { sortLists: true, space: 2 });
}

/** The folders of all packages of which something is in the image. */
async function packagesIn(name: ProgramName, workDir: string): Promise<Set<string>> {
  const script = PROGRAMS[name].ports.length === 0 ? "main.js" : "service.js";
  const map: { sources: string[] } = JSON.parse(await Deno.readTextFile(join(workDir, `${script}.map`)));
  const paths = [...map.sources.map((source) => resolve(workDir, source)), ...filesOf(name).map(([from]) => from)];
  return new Set(paths.flatMap((path) => {
    const [, folder, name] = PACKAGE.exec(path) ?? [];
    return folder === undefined || name === undefined ? [] : [join(folder, name.replace("+", "/"))];
  }));
}

async function npmPackage(folder: string): Promise<Models.Component> {
  const { name, version, license } = JSON.parse(await Deno.readTextFile(join(folder, "package.json")));
  const component = new Models.Component(Enums.ComponentType.Library, name, {
    version,
    purl: `pkg:npm/${name.replace("@", "%40")}@${version}`,
  });
  if (typeof license === "string") component.licenses.add(licenseOf(license));
  return component;
}

/** Packages name their licence by its SPDX identifier. */
function licenseOf(identifier: string): Models.License {
  return SPDX.isSupportedSpdxId(identifier) ? new Models.SpdxLicense(identifier) : new Models.NamedLicense(identifier);
}

function deno(): Models.Component {
  const version = Deno.version.deno;
  const component = new Models.Component(Enums.ComponentType.Platform, "deno", {
    version,
    purl: `pkg:github/denoland/deno@v${version}`,
  });
  component.licenses.add(licenseOf("MIT"));
  return component;
}

async function file(path: string, name: string): Promise<Models.Component> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await Deno.readFile(path))).toHex();
  return new Models.Component(Enums.ComponentType.File, name, {
    hashes: new Models.HashDictionary([[Enums.HashAlgorithm["SHA-256"], digest]]),
  });
}

async function* files(folder: string, within = ""): AsyncGenerator<string> {
  for await (const { name, isDirectory } of Deno.readDir(join(folder, within))) {
    const path = join(within, name);
    if (isDirectory) yield* files(folder, path);
    else yield path;
  }
}
