import type { Context } from "./context.ts";
import { DeployError } from "./failure.ts";
import { build, checkEngine, type Image, isPushed, makeRepository, push, signIn } from "./images.ts";
import { revisionOf, shortRevision } from "./revision.ts";
import type { Service, ServiceName } from "./topology.ts";

export interface ImageOptions {
  /** A revision that was pushed before, instead of what the working tree is. */
  readonly revision: string | undefined;
  /** For AWS: also what is not committed. */
  readonly allowDirty: boolean;
}

/** Which image each program is to run. */
export type Images = ReadonlyMap<ServiceName | "job", Image>;

/** Which image each program is to run, by the working tree or as asked for. */
export async function chooseImages(
  context: Context,
  services: readonly Service[],
  options: ImageOptions,
): Promise<Images> {
  const { topology, target, aws, root, progress } = context;
  const names = [...services.map(({ name }) => name), "job" as const];
  const revisions = await Promise.all(
    names.map(async (name) =>
      options.revision === undefined ? await revisionOf(name, root) : { id: options.revision, dirty: false }
    ),
  );
  if (revisions.some(({ dirty }) => dirty)) {
    if (target.name === "aws" && !options.allowDirty) {
      throw new DeployError(
        "The working tree has changes that are not committed, so nobody could say later what runs.\n" +
          "Commit them, or add --allow-dirty.",
      );
    }
    progress.note("the working tree has changes that are not committed: their images are tagged …-dirty-…");
  }
  const images = await Promise.all(names.map(async (name, index) => {
    const revision = revisions[index]?.id ?? "";
    const { address } = await makeRepository(aws, topology, target, name);
    return [name, { name, revision, reference: `${address}:${revision}` }] as const;
  }));
  return new Map(images);
}

/** Builds and pushes the images that the registry does not have. */
export async function provideImages(context: Context, images: Images, options: ImageOptions): Promise<void> {
  const { aws, topology, target, root, progress } = context;
  const missing = [];
  for (const image of images.values()) {
    if (!await isPushed(aws, topology, image.name, image.revision)) missing.push(image);
  }
  if (missing.length === 0) return;
  if (options.revision !== undefined) {
    throw new DeployError(
      `There is no image of ${missing.map(({ name }) => name).join(", ")} with the revision ${options.revision} ` +
        "in the registry. Nothing was changed.",
    );
  }
  await checkEngine();
  await signIn(aws, target);
  for (const image of missing) {
    progress.step(image.name, `building ${shortRevision(image.revision)}`);
    await build(image, root);
    progress.step(image.name, `pushing ${shortRevision(image.revision)}`);
    await push(image, aws);
    progress.done(image.name, `image ${shortRevision(image.revision)} is in the registry`);
  }
}
