import { eventually } from "@pms/lib/testing";
import { z } from "@pms/lib/schema";
import assert from "node:assert/strict";
import { parse } from "yaml";
import { signIn } from "../e2e/client.ts";
import { newDataDir, startSystem } from "../e2e/system.ts";
import { readSeries, type Series } from "./exposition.ts";
import { selectedBy } from "./promql.ts";

const FOLDER = new URL("../../deploy/observability/", import.meta.url);

/** Of the scrape itself, not of a service. */
const SCRAPE = new Map([["up", new Set(["job", "instance"])]]);

const Dashboard = z.object({
  uid: z.string().min(1),
  title: z.string().min(1),
  panels: z.array(z.object({
    id: z.int(),
    title: z.string().min(1),
    datasource: z.object({ type: z.literal("prometheus"), uid: z.literal("prometheus") }),
    targets: z.array(z.object({ expr: z.string().min(1), legendFormat: z.string() })).min(1),
  })).min(1),
});

const Rules = z.strictObject({
  groups: z.array(z.strictObject({
    name: z.string(),
    rules: z.array(z.strictObject({
      alert: z.string().regex(/^[A-Z]\w+$/),
      expr: z.string(),
      for: z.string().regex(/^\d+[smh]$/).optional(),
      labels: z.strictObject({ severity: z.enum(["warning", "critical"]) }),
      annotations: z.strictObject({ summary: z.string(), runbook: z.string() }),
    })),
  })),
});

/** Headings of the runbook that are about somebody's own machine, or about what no metric could know. */
const WITHOUT_ALERT = [
  "First look",
  "It does not start in containers",
  "A second replica gets nothing to do",
  "Signing keys",
  "A part hangs", // It answers nothing: the alerts on 503 and on readiness come first.
  "Somebody cannot sign in",
  "Everybody gets 401, or a clock is wrong", // Whose clock it is, /metrics cannot know.
  "Are the accounts and the numbers right?",
  "A campaign failed",
  "Nobody can sign in as administrator",
  "Development data are to go",
  "A deploy failed",
  "The emulator is gone, or forgot everything",
];

const read = (name: string) => Deno.readTextFile(new URL(name, FOLDER));

async function dashboards() {
  const names = (await Array.fromAsync(Deno.readDir(new URL("dashboards/", FOLDER)))).map(({ name }) => name).sort();
  return await Promise.all(names.map(async (name) => Dashboard.parse(JSON.parse(await read(`dashboards/${name}`)))));
}

const alerts = async () => Rules.parse(parse(await read("alerts.yaml"))).groups.flatMap(({ rules }) => rules);

Deno.test("dashboards and alerts have names of their own", async () => {
  const boards = await dashboards();
  const unique = (names: readonly unknown[]) => assert.equal(new Set(names).size, names.length, names.join());
  unique(boards.map(({ uid }) => uid));
  for (const { panels } of boards) unique(panels.map(({ id }) => id));
  unique((await alerts()).map(({ alert }) => alert));
});

Deno.test("each alert leads to a heading of the runbook, and each symptom there has an alert", async () => {
  const runbook = await Deno.readTextFile(new URL("../../docs/runbook.md", import.meta.url));
  const headings = [...runbook.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
  const led = new Set((await alerts()).map(({ annotations }) => annotations.runbook));
  for (const heading of led) assert.ok(headings.includes(heading), `the runbook has no "${heading}"`);
  const missing = headings.filter((heading = "") => !led.has(heading) && !WITHOUT_ALERT.includes(heading));
  assert.deepEqual(missing, []);
});

Deno.test("prometheus asks the ports that services have, and reads the alerts from where compose puts them", async () => {
  const { rule_files: files, scrape_configs: [job] } = parse(await read("prometheus.yaml"));
  assert.deepEqual(job.static_configs, [{
    targets: ["gateway:4003", "auth:4005", "patient:4000", "billing:4001", "analytics:4002"],
  }]);
  const { services: { observability } } = parse(await read("compose.yml"));
  assert.match(observability.image, /^grafana\/otel-lgtm:\d+\.\d+\.\d+$/);
  assert.deepEqual(observability.profiles, ["observability"]);
  const mounts = new Map(observability.volumes.map((volume: string) => volume.split(":").slice(0, 2).reverse()));
  assert.equal(mounts.get(files[0]), "./alerts.yaml");
  const [provider] = parse(await read("grafana.yaml")).providers;
  assert.equal(mounts.get(provider.options.path), "./dashboards");
  for (const path of mounts.values()) await Deno.stat(new URL(String(path), FOLDER));
});

Deno.test("a query with a fault is noticed, and so is what it reads", () => {
  assert.throws(() => selectedBy("sum by (le (rate(x[5m]))"), /no PromQL/);
  assert.deepEqual(selectedBy('sum by (le) (rate(x_bucket{a="1"}[5m])) / y'), [
    { metric: "x_bucket", labels: ["a", "le"] },
    { metric: "y", labels: ["le"] },
  ]);
});

Deno.test("dashboards and alerts name only metrics and labels that the running services show", async () => {
  const dataDir = await newDataDir();
  await using system = await startSystem(dataDir);
  const client = await signIn(system.url, "admin@example.com");
  const person = { name: "Ada", dateOfBirth: "1990-12-10" };
  assert.equal((await client.send("POST", "/api/patients", person)).status, 201);
  await eventually(async () => (await client.get("/api/analytics/summary")).body.patientsTotal === 1);
  await eventually(async () => (await client.get("/api/billing/accounts")).body.accounts.length === 1);

  const endpoints = JSON.parse(await Deno.readTextFile(`${dataDir}/endpoints.json`));
  const series: Series = new Map(SCRAPE);
  for (const name of ["gateway", "auth", "patient", "billing", "analytics"]) {
    const response = await fetch(`http://${endpoints[name].admin ?? endpoints[name].http}/metrics`);
    readSeries(await response.text(), series);
  }
  const queries = [
    ...(await dashboards()).flatMap(({ panels }) => panels.flatMap(({ targets }) => targets.map(({ expr }) => expr))),
    ...(await alerts()).map(({ expr }) => expr),
  ];
  assert.ok(queries.length > 30);
  for (const query of queries) {
    const selected = selectedBy(query);
    assert.ok(selected.length > 0, query);
    for (const { metric, labels } of selected) {
      const known = series.get(metric);
      assert.ok(known !== undefined, `no service shows ${metric}: ${query}`);
      for (const label of labels) assert.ok(known.has(label), `${metric} has no label ${label}: ${query}`);
    }
  }
  await system.stop();
  await Deno.remove(dataDir, { recursive: true });
});

Deno.test("the port for operators shows health and metrics and nothing of the API, and the API's port no metrics", async () => {
  const dataDir = await newDataDir();
  await using system = await startSystem(dataDir);
  const endpoints = JSON.parse(await Deno.readTextFile(`${dataDir}/endpoints.json`));
  const status = async (url: string) => {
    const response = await fetch(url, { redirect: "manual" });
    await response.body?.cancel();
    return response.status;
  };
  const admin = `http://${endpoints.gateway.admin}`;
  for (const path of ["/metrics", "/livez", "/readyz"]) assert.equal(await status(admin + path), 200, path);
  for (const path of ["/", "/api/patients", "/auth/me", "/openapi.json"]) {
    assert.equal(await status(admin + path), 404, path);
  }
  for (const path of ["/metrics", "/auth/metrics", "/api/patients/../../metrics", "/api/billing/metrics"]) {
    assert.ok([400, 401, 404].includes(await status(system.url + path)), path);
  }
  await system.stop();
  await Deno.remove(dataDir, { recursive: true });
});
