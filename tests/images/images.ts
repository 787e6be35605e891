/** The images, each by itself. Needs a Docker engine: `deno task test:docker`. */
import { eventually } from "@pms/lib/testing";
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { BASE_IMAGE, filesOf } from "../../tools/images/bundle.ts";
import { PROGRAM_NAMES, type ProgramName, PROGRAMS } from "../../tools/images/programs.ts";
import { container, docker, inspect, run } from "../docker/docker.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const TAG = `test-${crypto.randomUUID().slice(0, 8)}`;
const MEGABYTE = 1_000_000;
const IMAGE_BYTES_MAX = 130 * MEGABYTE;
const ALL_BYTES_MAX = 140 * MEGABYTE;
const OWN_BYTES_MAX: Readonly<Record<ProgramName, number>> = {
  gateway: 4 * MEGABYTE,
  auth: 3 * MEGABYTE,
  patient: 2 * MEGABYTE,
  billing: 2 * MEGABYTE,
  analytics: 2 * MEGABYTE,
  job: 3 * MEGABYTE,
};
const STOP_MS_MAX = 5_000;
const SERVICES = PROGRAM_NAMES.filter((name) => name !== "job");

/** What a start needs; the hosts are those that the image's own rights name, and nobody is there. */
const SECRET = "0123456789abcdef-hunter2";
const VARIABLES: Readonly<Record<ProgramName, Readonly<Record<string, string>>>> = {
  gateway: {
    AUTH_URL: "http://auth:4005",
    PATIENT_URL: "http://patient:4000",
    BILLING_URL: "http://billing:4001",
    ANALYTICS_URL: "http://analytics:4002",
    AUTH_GRPC_TARGET: "auth:9005",
    GATEWAY_CLIENT_SECRET: SECRET,
  },
  auth: {
    DATABASE_URL_AUTH: `postgres://auth:${SECRET}@postgres:5432/auth`,
    AUTH_KEY_ENCRYPTION_KEY: new Uint8Array(32).toBase64(),
  },
  patient: {
    DATABASE_URL_PATIENT: `postgres://patient:${SECRET}@postgres:5432/patient`,
    KAFKA_BROKERS: "kafka:9092",
    AUTH_URL: "http://auth:4005",
    AUTH_GRPC_TARGET: "auth:9005",
    PATIENT_CLIENT_SECRET: SECRET,
    BILLING_GRPC_TARGET: "billing:9001",
  },
  billing: {
    DATABASE_URL_BILLING: `postgres://billing:${SECRET}@postgres:5432/billing`,
    AUTH_URL: "http://auth:4005",
    AUTH_GRPC_TARGET: "auth:9005",
    BILLING_CLIENT_SECRET: SECRET,
  },
  analytics: {
    DATABASE_URL_ANALYTICS: `postgres://analytics:${SECRET}@postgres:5432/analytics`,
    KAFKA_BROKERS: "kafka:9092",
    AUTH_URL: "http://auth:4005",
    AUTH_GRPC_TARGET: "auth:9005",
    ANALYTICS_CLIENT_SECRET: SECRET,
  },
  job: {
    ...Object.fromEntries(["AUTH", "PATIENT", "BILLING", "ANALYTICS"].map((name) => [
      `DATABASE_URL_${name}`,
      `postgres://${name.toLowerCase()}:${SECRET}@postgres:5432/${name.toLowerCase()}`,
    ])),
    KAFKA_BROKERS: "kafka:9092",
    ...Object.fromEntries(
      ["GATEWAY", "PATIENT", "BILLING", "ANALYTICS", "OPERATOR"].map((name) => [`${name}_CLIENT_SECRET`, SECRET]),
    ),
    BOOTSTRAP_ADMIN_EMAIL: "admin@example.com",
    BOOTSTRAP_ADMIN_PASSWORD: SECRET,
  },
};

const image = (name: ProgramName) => `pms/${name}:${TAG}`;
const HARDENED = [
  ...["--read-only", "--cap-drop=ALL", "--security-opt=no-new-privileges", "--memory=256m", "--pids-limit=128"],
];

function given(variables: Readonly<Record<string, string>>): string[] {
  return Object.entries(variables).map(([name, value]) => `--env=${name}=${value}`);
}

Deno.test("the images", async (t) => {
  const built = await run("deno", ["task", "--quiet", "--cwd", ROOT, "images", "build", "--tag", TAG]);
  assert.equal(built.code, 0, built.stderr);
  try {
    for (const name of PROGRAM_NAMES) await t.step(`of ${name} is what it should be`, (t) => imageIsSound(t, name));
    await t.step("of all five services together take little room", async () => {
      const base = (await inspect(BASE_IMAGE)).Size;
      const own = await Promise.all(SERVICES.map(async (name) => (await inspect(image(name))).Size - base));
      const all = own.reduce((sum, bytes) => sum + bytes, base);
      assert.ok(all <= ALL_BYTES_MAX, `${all}`);
    });
    await t.step("are made of what their bill of materials says", billsAreTrue);
    await t.step("cannot be built of no service in particular", async () => {
      const { code, stderr } = await run("docker", ["buildx", "build", "--target=service", ROOT]);
      assert.notEqual(code, 0);
      assert.match(stderr, /no-service-given/);
    });
  } finally {
    await docker("rmi", "--force", ...PROGRAM_NAMES.map(image));
  }
});

async function imageIsSound(t: Deno.TestContext, name: ProgramName): Promise<void> {
  const { Config: config, Size: size } = await inspect(image(name));

  await t.step("says where it is from", async () => {
    const { stdout: revision } = await run("git", ["-C", ROOT, "rev-parse", "HEAD"]);
    const label = (key: string) => config.Labels[`org.opencontainers.image.${key}`];
    assert.equal(label("title"), `pms/${name}`);
    assert.ok(label("revision").startsWith(revision.trim()), label("revision"));
    for (const key of ["version", "source"]) assert.ok(label(key)?.length > 0, key);
  });

  await t.step("was told no secret, neither as a variable nor while it was built", async () => {
    const names = config.Env.map((each: string) => each.split("=")[0]);
    const known = [
      "PATH",
      "DENO_DIR",
      "DENO_NO_UPDATE_CHECK",
      "LD_LIBRARY_PATH",
      ...Object.keys(PROGRAMS[name].variables),
    ];
    assert.deepEqual(names.filter((each: string) => !known.includes(each)), []);
    const history = await docker("history", "--no-trunc", "--format={{.CreatedBy}}", image(name));
    const given = [...history.matchAll(/\|\d+ ([^ ]+)=/g)].map(([, variable]) => variable);
    assert.deepEqual(given.filter((each) => !/^(SERVICE|REVISION|VERSION|SOURCE)$/.test(each ?? "")), []);
    assert.doesNotMatch(history, /(password|secret|key)=[^" ]/i);
  });

  await t.step("runs as a user without a name, with just its rights", () => {
    assert.equal(config.User, "65532:65532");
    assert.deepEqual(config.Entrypoint, ["/tini", "--", "/bin/deno"]);
    assert.deepEqual([config.Cmd[0], config.Cmd.at(-1)], ["run", "/app/main.js"]);
    assert.ok(config.Cmd.includes("--no-prompt"));
    const flags = config.Cmd.filter((argument: string) => argument.startsWith("-"));
    for (const flag of flags) assert.doesNotMatch(flag, /^(-A|--allow-all|--allow-\w+|--allow-(run|write|sys).*)$/);
    assert.deepEqual(Object.keys(config.ExposedPorts ?? {}).sort(), PROGRAMS[name].ports.map((port) => `${port}/tcp`));
  });

  await t.step("is asked for its health without a shell, and with no right but that", () => {
    if (name === "job") return assert.equal(config.Healthcheck, undefined);
    const [how, program, ...rest] = config.Healthcheck.Test;
    assert.deepEqual([how, program], ["CMD", "/bin/deno"]);
    const port = PROGRAMS[name].ports[0];
    assert.deepEqual(rest.filter((argument: string) => argument.startsWith("--allow")), [
      `--allow-net=127.0.0.1:${port}`,
    ]);
  });

  await t.step("is small", async () => {
    assert.ok(size <= IMAGE_BYTES_MAX, `${size}`);
    const own = size - (await inspect(BASE_IMAGE)).Size;
    assert.ok(own <= OWN_BYTES_MAX[name], `${own}`);
  });

  await t.step("holds the program and no shell", async () => {
    const files = await filesIn(image(name));
    const shells = files.filter((path) =>
      /(^|\/)(ba|da|a|k|z|c|tc)?sh$|busybox|toybox|\/(apt|apk|dpkg|curl|wget)$/.test(path)
    );
    assert.deepEqual(shells, []);
    const scripts = name === "job" ? ["main.js"] : ["main.js", "service.js"];
    const expected = [...scripts, ...filesOf(name).map(([, to]) => to)].map((path) => `app/${path}`);
    assert.deepEqual(files.filter((path) => path.startsWith("app/") && !path.endsWith("/")).sort(), expected.sort());
    const { code } = await run("docker", ["run", "--rm", "--entrypoint=/bin/sh", image(name), "-c", "true"]);
    assert.notEqual(code, 0);
  });

  await t.step("does not start without what only its surroundings know, and says what that is", async () => {
    const { code, stdout, stderr } = await run("docker", ["run", "--rm", ...HARDENED, image(name)]);
    assert.equal(code, 1, stdout + stderr);
    for (const variable of Object.keys(VARIABLES[name])) assert.match(stderr, new RegExp(`^  ${variable}: `, "m"));
  });

  await t.step("names every secret that is unfit, and shows none", async () => {
    const variables = Object.keys(VARIABLES[name]).map((variable) => [variable, "hunter2:\u0001"]);
    const args = ["run", "--rm", ...HARDENED, ...given(Object.fromEntries(variables)), image(name)];
    const { code, stdout, stderr } = await run("docker", args);
    assert.equal(code, 1);
    assert.equal((stdout + stderr).includes("hunter2"), false, stdout + stderr);
  });

  if (name === "job") return;
  await t.step("runs hardened, is not healthy while it cannot work, and stops at once with 0", async () => {
    await using running = await container([...HARDENED, ...given(VARIABLES[name]), image(name)]);
    await eventually(async () => {
      const { stdout, stderr } = await run("docker", ["logs", running.id]);
      assert.match(stdout, /"event":"service started"/, stderr);
      return true;
    }, { deadlineMs: 30_000 });
    const test = config.Healthcheck.Test.slice(1);
    const { code, stdout } = await run("docker", ["exec", running.id, ...test]);
    assert.deepEqual([code, JSON.parse(stdout).status], [1, "down"]);

    const startedMs = performance.now();
    await docker("stop", "--time=30", running.id);
    assert.ok(performance.now() - startedMs < STOP_MS_MAX);
    const { State: state } = await inspect(running.id);
    assert.deepEqual([state.ExitCode, state.OOMKilled], [0, false]);
  });
}

/** Every path in an image's file system. */
async function filesIn(image: string): Promise<string[]> {
  const id = (await docker("create", image)).trim();
  try {
    const tar = new Deno.Command("tar", { args: ["-t"], stdin: "piped", stdout: "piped" }).spawn();
    const exported = new Deno.Command("docker", { args: ["export", id], stdout: "piped" }).spawn();
    const [, { stdout }] = await Promise.all([exported.stdout.pipeTo(tar.stdin), tar.output()]);
    await exported.status;
    return new TextDecoder().decode(stdout).trim().split("\n");
  } finally {
    await docker("rm", id);
  }
}

/** The digests in each bill are those of the files in the image. */
async function billsAreTrue(): Promise<void> {
  const { code, stderr } = await run("deno", ["task", "--quiet", "--cwd", ROOT, "images", "sbom"]);
  assert.equal(code, 0, stderr);
  for (const name of PROGRAM_NAMES) {
    const bill = JSON.parse(await Deno.readTextFile(`${ROOT}.data/sbom/${name}.cdx.json`));
    assert.deepEqual([bill.bomFormat, bill.specVersion], ["CycloneDX", "1.6"]);
    const named = bill.components.map((component: { name: string }) => component.name);
    for (const part of ["deno", "denoland/deno", "zod"]) assert.ok(named.includes(part), `${part} in ${name}`);
    assert.equal(named.includes("@node-rs/argon2-linux-x64-gnu"), name === "auth" || name === "job");
    assert.equal(named.includes("swagger-ui-dist"), name === "gateway");
    assert.equal(named.includes("undici"), name === "gateway");
    for (const each of bill.components.filter(({ type }: { type: string }) => type === "library")) {
      assert.match(each.purl, /^pkg:npm\/\S+@\d/);
      assert.equal(each.licenses?.length, 1, each.name);
    }

    const folder = await Deno.makeTempDir({ dir: `${ROOT}.data` });
    const id = (await docker("create", image(name))).trim();
    try {
      await docker("cp", `${id}:/app/.`, folder);
      for (const { type, name: path, hashes } of bill.components) {
        if (type !== "file") continue;
        const bytes = await crypto.subtle.digest("SHA-256", await Deno.readFile(`${folder}/${path}`));
        assert.equal(hashes[0].content, new Uint8Array(bytes).toHex(), `${path} of ${name}`);
      }
    } finally {
      await docker("rm", id);
      await Deno.remove(folder, { recursive: true });
    }
  }
}
