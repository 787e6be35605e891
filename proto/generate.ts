/** `deno task proto`: protobufjs static code and its types from every .proto file; `--check` only compares. */
const root = new URL("./", import.meta.url).pathname;
const files = ["messages.js", "messages.d.ts"];
// Times are milliseconds: a number holds them exactly, so int64 needs no class of its own.
const options =
  "-t static-module -w es6 --es6 --dts --no-service --no-verify --no-convert --no-delimited --no-typeurl --force-number";

const workshop = await Deno.makeTempDir({ dir: "/tmp" });
try {
  await Deno.writeTextFile(`${workshop}/deno.json`, `{ "nodeModulesDir": "auto" }`);
  await generate(workshop);
  if (Deno.args.includes("--check")) await compare(workshop);
  else await publish(workshop);
} finally {
  await Deno.remove(workshop, { recursive: true });
}

/** The generator is a third-party build tool: it gets all rights, at build time only, and a folder of its own. */
async function generate(folder: string): Promise<void> {
  const generator = ["run", "-A", "--quiet", "--config", `${folder}/deno.json`, "npm:protobufjs-cli@2.7.1/pbjs"];
  const command = new Deno.Command(Deno.execPath(), {
    args: [...generator, ...options.split(" "), "-o", `${folder}/messages.js`, ...await findProtos("")],
    cwd: root,
    stderr: "inherit",
  });
  const { success } = await command.output();
  if (!success) throw new Error("The code generator failed");
}

async function publish(folder: string): Promise<void> {
  await Deno.mkdir(`${root}gen`, { recursive: true });
  for (const name of files) await Deno.copyFile(`${folder}/${name}`, `${root}gen/${name}`);
}

async function compare(folder: string): Promise<void> {
  for (const name of files) {
    const made = await Deno.readTextFile(`${folder}/${name}`);
    const committed = await Deno.readTextFile(`${root}gen/${name}`).catch(() => "");
    if (made === committed) continue;
    console.error(`proto/gen/${name} is not what the .proto files say: run deno task proto`);
    Deno.exitCode = 1;
  }
}

async function findProtos(folder: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(root + folder)) {
    if (isDirectory && name !== "gen" && name !== "node_modules") found.push(...await findProtos(`${folder}${name}/`));
    if (name.endsWith(".proto")) found.push(folder + name);
  }
  return found.sort();
}
