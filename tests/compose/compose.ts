/** The system as docker-compose.yml describes it. Needs a Docker engine with compose: `deno task test:docker`. */
import { eventually } from "@pms/lib/testing";
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { freePort } from "../../tools/free_port.ts";
import { type Client, signIn } from "../e2e/client.ts";
import { registrationStory, summaryIs } from "../e2e/story.ts";
import { docker, type Ended, inspect, run } from "../docker/docker.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const SERVICES = ["gateway", "auth", "patient", "billing", "analytics"];
const REQUESTS = 100;
const PART_MIN = 0.3;

/** An installation with a name, secrets and a port of its own, beside whatever else runs on this engine. */
interface Installation extends AsyncDisposable {
  readonly url: string;
  readonly folder: string;
  /** `docker compose` for this installation. */
  compose(...args: string[]): Promise<string>;
  init(): Promise<Ended>;
  /** The containers of one service, or of all. */
  containers(service?: string): Promise<string[]>;
}

async function newFolder(): Promise<string> {
  await Deno.mkdir(`${ROOT}.data`, { recursive: true });
  return await Deno.makeTempDir({ dir: `${ROOT}.data`, prefix: "compose-" });
}

async function newInstallation(): Promise<Installation> {
  const folder = await newFolder();
  const project = `pms-test-${crypto.randomUUID().slice(0, 8)}`;
  const port = freePort();
  const options = ["--project-directory", ROOT, "--project-name", project, "--env-file", `${folder}/.env`];
  const compose = async (...args: string[]) => {
    const { code, stdout, stderr } = await run("docker", ["compose", ...options, ...args], { GATEWAY_PORT: `${port}` });
    if (code === 0) return stdout;
    const logs = await run("docker", ["compose", ...options, "logs", "--tail=20"], { GATEWAY_PORT: `${port}` });
    throw new Error(`docker compose ${args[0]} ended with ${code}: ${stderr}\n${logs.stdout}`);
  };
  return {
    url: `http://127.0.0.1:${port}`,
    folder,
    compose,
    init: () => run("deno", ["task", "--quiet", "--cwd", ROOT, "compose", "init", "--folder", folder]),
    containers: async (service) =>
      (await compose("ps", "--all", "--quiet", ...(service === undefined ? [] : [service]))).trim().split("\n"),
    [Symbol.asyncDispose]: async () => {
      await compose("down", "--volumes", "--timeout=15").catch(() => undefined);
      await Deno.remove(folder, { recursive: true });
    },
  };
}

/** Name and text of each secret. */
async function secretsIn(folder: string): Promise<Map<string, string>> {
  const names = (await Array.fromAsync(Deno.readDir(`${folder}/.secrets`))).map(({ name }) => name).sort();
  const read = (name: string) => Deno.readTextFile(`${folder}/.secrets/${name}`);
  return new Map(await Promise.all(names.map(async (name) => [name, await read(name)] as const)));
}

Deno.test("without secrets docker compose says what to do first", async () => {
  const folder = await newFolder();
  try {
    await Deno.writeTextFile(`${folder}/.env`, "");
    const options = ["--project-directory", ROOT, "--project-name", "pms-test-none", "--env-file", `${folder}/.env`];
    const { code, stderr } = await run("docker", ["compose", ...options, "up", "--build", "--wait"]);
    assert.notEqual(code, 0);
    assert.match(stderr, /there are no secrets yet, run "deno task compose init" first/);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("compose init makes secrets once, which only their owner and the containers can read", async () => {
  await using installation = await newInstallation();
  const { folder, init } = installation;
  const first = await init();
  assert.equal(first.code, 0, first.stderr);
  assert.ok(first.stdout.includes(`${folder}/.secrets/bootstrap_admin_password`), first.stdout);
  const secrets = await secretsIn(folder);
  const variables = await Deno.readTextFile(`${folder}/.env`);
  for (const value of secrets.values()) assert.equal((first.stdout + variables).includes(value.trim()), false);
  assert.equal(((await Deno.stat(`${folder}/.secrets`)).mode ?? 0) & 0o777, 0o700);
  for (const name of secrets.keys()) {
    assert.equal(((await Deno.stat(`${folder}/.secrets/${name}`)).mode ?? 0) & 0o777, 0o444);
  }
  assert.equal(new Set(secrets.values()).size, secrets.size);

  const second = await init();
  assert.equal(second.code, 0, second.stderr);
  assert.deepEqual([await secretsIn(folder), await Deno.readTextFile(`${folder}/.env`)], [secrets, variables]);

  await Deno.remove(`${folder}/.secrets/patient_client_secret`);
  assert.match((await init()).stdout, /: patient_client_secret\n/);
  const mended = await secretsIn(folder);
  assert.notEqual(mended.get("patient_client_secret"), secrets.get("patient_client_secret"));
  for (const name of secrets.keys()) {
    if (name !== "patient_client_secret") assert.equal(mended.get(name), secrets.get(name), name);
  }
});

Deno.test("the whole system in containers", async (t) => {
  await using installation = await newInstallation();
  const { url, folder, compose, containers } = installation;
  assert.equal((await installation.init()).code, 0);
  const secrets = await secretsIn(folder);
  const admin = () => signIn(url, "admin@example.com", (secrets.get("bootstrap_admin_password") ?? "").trim());
  let path = "";

  await t.step("one command brings all of it up, healthy", async () => {
    await compose("up", "--build", "--wait", "--wait-timeout=300", "--detach");
    for (const service of [...SERVICES, "postgres", "kafka"]) {
      const [id = ""] = await containers(service);
      assert.equal((await inspect(id)).State.Health.Status, "healthy", service);
    }
    const [job = ""] = await containers("job");
    const { State: state } = await inspect(job);
    assert.deepEqual([state.Status, state.ExitCode], ["exited", 0]);
  });

  await t.step("the story of a registration through it", async (t) => {
    const client = await admin();
    path = await registrationStory(t, client, client);
  });

  await t.step("everything is bounded and may do little; only the gateway is published, on this machine", async () => {
    for (const service of [...SERVICES, "postgres", "kafka"]) {
      const [id = ""] = await containers(service);
      const { HostConfig: host, Config: config, NetworkSettings: network } = await inspect(id);
      assert.deepEqual(host.CapDrop, ["ALL"], service);
      assert.ok(host.SecurityOpt.includes("no-new-privileges:true"), service);
      assert.ok(host.Memory > 0 && host.NanoCpus > 0 && host.PidsLimit > 0, service);
      assert.equal(host.RestartPolicy.Name, "unless-stopped", service);
      assert.equal(host.Privileged, false);
      assert.equal(host.ReadonlyRootfs, service !== "kafka", service);
      assert.notEqual(config.User.split(":")[0], service === "kafka" ? "root" : "0");
      const published = Object.values(network.Ports as Record<string, { HostIp: string }[] | null>).flatMap((to) =>
        to ?? []
      );
      assert.deepEqual(published.map(({ HostIp }) => HostIp), service === "gateway" ? ["127.0.0.1"] : [], service);
      if (SERVICES.includes(service)) {
        assert.equal(host.Memory, 256 * 1024 * 1024);
        assert.equal(config.User, "65532:65532");
      }
    }
  });

  await t.step("no secret is in what the engine tells of the containers and images, or in a log", async () => {
    const told = [
      await docker("inspect", ...await containers(), ...[...SERVICES, "job"].map((name) => `pms/${name}`)),
      await compose("logs", "--no-color"),
      await compose("config"),
    ].join("\n");
    for (const [name, value] of secrets) assert.equal(told.includes(value.trim()), false, name);
  });

  await t.step("a second replica gets its part of the requests within seconds", async () => {
    await compose(
      "up",
      "--wait",
      "--wait-timeout=120",
      "--detach",
      "--no-recreate",
      "--scale=patient=2",
      "--scale=analytics=2",
    );
    const client = await admin();
    for (const [service, request] of [["patient", path], ["analytics", "/api/analytics/demographics"]] as const) {
      const replicas = await containers(service);
      assert.equal(replicas.length, 2);
      await eventually(() => isSpread(client, request, replicas), { deadlineMs: 30_000 });
    }
  });

  await t.step("a replica that is killed costs no read, and the other one carries on", async () => {
    const client = await admin();
    const [, second = ""] = await containers("patient");
    const killed = docker("kill", second);
    for (let i = 0; i < REQUESTS; i++) assert.equal((await client.get(path)).status, 200);
    await killed;
  });

  await t.step("down keeps the data, and up brings them back", async () => {
    await compose("down", "--timeout=15");
    await compose("up", "--wait", "--wait-timeout=300", "--detach");
    const client = await admin();
    assert.equal((await client.get(path)).body.version, 4);
    await summaryIs(client, { patientsTotal: 1, eventLag: 0 });
    assert.match(await compose("logs", "--no-color", "job"), /there is an administrator already/);
  });

  await t.step("stopping ends each service with 0", async () => {
    await compose("stop", "--timeout=30");
    for (const service of SERVICES) {
      const [id = ""] = await containers(service);
      assert.equal((await inspect(id)).State.ExitCode, 0, service);
    }
  });
});

/** Sends a round of requests, and says whether each replica answered its part of them. */
async function isSpread(client: Client, path: string, replicas: readonly string[]): Promise<boolean> {
  const before = await Promise.all(replicas.map(served));
  for (let i = 0; i < REQUESTS; i++) assert.equal((await client.get(path)).status, 200);
  const after = await Promise.all(replicas.map(served));
  const parts = after.map((count, index) => (count - (before[index] ?? 0)) / REQUESTS);
  assert.ok(parts.every((part) => part > PART_MIN), `${parts}`);
  return true;
}

/** How many API requests a replica has answered, by its own metrics. */
async function served(id: string): Promise<number> {
  const { NetworkSettings: network, Config: config } = await inspect(id);
  const [{ IPAddress: address }] = Object.values(network.Networks as Record<string, { IPAddress: string }>) as [
    { IPAddress: string },
  ];
  const port = Object.keys(config.ExposedPorts).find((each) => each.startsWith("40"))?.split("/")[0];
  const metrics = await (await fetch(`http://${address}:${port}/metrics`)).text();
  return [...metrics.matchAll(/^http_server_request_duration_seconds_count\{.*"\/api.*\} (\d+)$/gm)]
    .reduce((sum, [, count]) => sum + Number(count), 0);
}
