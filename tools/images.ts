/** `deno task images`: the images of the services and of the job. */
import { join } from "node:path";
import { ROOT } from "./dev/environment.ts";
import { withStages } from "./images/dockerfile.ts";

const path = join(ROOT, "Dockerfile");
await Deno.writeTextFile(path, withStages(await Deno.readTextFile(path)));
