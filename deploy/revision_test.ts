import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { PROGRAM_NAMES, PROGRAMS } from "../tools/images/programs.ts";
import { revisionOf, shortRevision, sourcesOf } from "./revision.ts";

const ROOT = fileURLToPath(new URL("../", import.meta.url));

async function repository() {
  const root = await Deno.makeTempDir({ prefix: "deploy-revision-" });
  const git = async (...args: string[]) => {
    const identity = ["-c", "user.name=Test", "-c", "user.email=test@example.com", "-c", "commit.gpgsign=false"];
    const { success, stdout, stderr } = await new Deno.Command("git", { args: ["-C", root, ...identity, ...args] })
      .output();
    assert.ok(success, new TextDecoder().decode(stderr));
    return new TextDecoder().decode(stdout).trim();
  };
  const write = async (path: string, text: string) => {
    await Deno.mkdir(`${root}/${path}`.replace(/\/[^/]+$/, ""), { recursive: true });
    await Deno.writeTextFile(`${root}/${path}`, text);
  };
  const commit = async (path: string, text: string) => {
    await write(path, text);
    await git("add", "--all");
    await git("commit", "--quiet", "--message", path);
    return await git("rev-parse", "HEAD");
  };
  await git("init", "--quiet");
  return { root, write, commit, [Symbol.asyncDispose]: () => Deno.remove(root, { recursive: true }) };
}

Deno.test("an image's revision is the last commit that changed what it is made of", async () => {
  await using repo = await repository();
  const first = await repo.commit("lib/a.ts", "1");
  await repo.commit("docs/page.md", "1");
  const second = await repo.commit("services/patient/main.ts", "1");
  const third = await repo.commit("services/billing/sql/migrations/0001_a.sql", "1");
  assert.deepEqual(await revisionOf("auth", repo.root), { id: first, dirty: false });
  assert.deepEqual(await revisionOf("patient", repo.root), { id: second, dirty: false });
  assert.deepEqual(await revisionOf("job", repo.root), { id: third, dirty: false });
});

Deno.test("what is not committed gives a suffix that follows from its content", async () => {
  await using repo = await repository();
  const commit = await repo.commit("lib/a.ts", "1");
  await repo.write("services/auth/new.ts", "1");
  const one = await revisionOf("auth", repo.root);
  assert.match(one.id, new RegExp(`^${commit}-dirty-[0-9a-f]{8}$`));
  assert.deepEqual(await revisionOf("auth", repo.root), one);
  assert.deepEqual(await revisionOf("billing", repo.root), { id: commit, dirty: false });
  await repo.write("services/auth/new.ts", "2");
  assert.notEqual((await revisionOf("auth", repo.root)).id, one.id);
  assert.equal(shortRevision(one.id), one.id.replace(commit, commit.slice(0, 12)));
});

Deno.test("a folder without a repository is told as that", async () => {
  const root = await Deno.makeTempDir({ prefix: "deploy-revision-" });
  try {
    await assert.rejects(revisionOf("auth", root), { name: "DeployError", message: /git does not know this folder/ });
  } finally {
    await Deno.remove(root, { recursive: true });
  }
});

for (const name of PROGRAM_NAMES) {
  Deno.test(`every file that ${name} is made of counts for its revision`, async () => {
    const graph = await new Deno.Command(Deno.execPath(), { args: ["info", "--json", PROGRAMS[name].entry], cwd: ROOT })
      .output();
    const { modules } = JSON.parse(new TextDecoder().decode(graph.stdout)) as { modules: { specifier: string }[] };
    const files = modules.map(({ specifier }) => specifier).filter((each) => each.startsWith(`file://${ROOT}`))
      .map((each) => fileURLToPath(each).slice(ROOT.length)).filter((path) => !path.startsWith("node_modules/"));
    const { stdout } = await new Deno.Command("git", { args: ["-C", ROOT, "ls-files", "--", ...sourcesOf(name)] })
      .output();
    const counted = new Set(new TextDecoder().decode(stdout).split("\n"));
    assert.ok(files.includes(PROGRAMS[name].entry));
    assert.deepEqual(files.filter((path) => !counted.has(path)), []);
  });
}
