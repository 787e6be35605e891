/** Deploys for real: an emulator of ECS, real containers, and what the engine says about them. `deno task test:deploy`. */
import { eventually } from "@pms/lib/testing";
import assert from "node:assert/strict";
import { type Client, signIn } from "../e2e/client.ts";
import { failedWith, newCheckout, succeeded } from "./checkout.ts";
import { command, containers, freePorts, ROOT, startEmulator } from "./emulator.ts";

const SERVICES = ["analytics", "auth", "billing", "gateway", "patient"];
const PORTS = [
  ...["AUTH_HTTP_PORT", "BILLING_HTTP_PORT", "BILLING_GRPC_PORT", "PATIENT_HTTP_PORT", "PATIENT_GRPC_PORT"],
  ...["ANALYTICS_HTTP_PORT", "GATEWAY_HTTP_PORT"],
];
const ECS = "AmazonEC2ContainerServiceV20141113";
/** A network and a role that nobody has. */
const AWS_SETTINGS = {
  AWS_REGION: "us-east-1",
  AWS_ACCESS_KEY_ID: "test",
  AWS_SECRET_ACCESS_KEY: "test",
  DEPLOY_VPC: "vpc-0a1b2c3d",
  DEPLOY_SUBNETS: "subnet-0a1b2c3d,subnet-1a2b3c4d",
  DEPLOY_SECURITY_GROUPS: "sg-0a1b2c3d",
  DEPLOY_LOAD_BALANCER_SUBNETS: "subnet-2a3b4c5d,subnet-3a4b5c6d",
  DEPLOY_LOAD_BALANCER_SECURITY_GROUPS: "sg-1a2b3c4d",
  DEPLOY_EXECUTION_ROLE: "arn:aws:iam::000000000000:role/patient-management-execution",
  DEPLOY_HOSTS: "clinic.example",
};
/** Long enough for what falls over at its start. */
const BRIEFLY = ["--watch", "3"];
const SETTLE = { deadlineMs: 30_000 };

Deno.test("the system is deployed, changed, broken in many ways and taken down again", async (t) => {
  await Deno.mkdir(`${ROOT}.data/deploy`, { recursive: true });
  const scene = await Deno.makeTempDir({ dir: `${ROOT}.data/deploy`, prefix: "scene-" });
  const port = freePorts();
  let emulator = await startEmulator(port, `${scene}/emulator`);
  const listeners = PORTS.map(() => Deno.listen({ hostname: "127.0.0.1", port: 0 }));
  const env = {
    AWS_ENDPOINT_URL: emulator.endpoint,
    ...Object.fromEntries(PORTS.map((name, index) => [name, String(listeners[index]?.addr.port)])),
  };
  for (const listener of listeners) listener.close();
  const url = `http://127.0.0.1:${env["GATEWAY_HTTP_PORT" as keyof typeof env]}`;
  const checkout = await newCheckout(`${scene}/checkout`, env);
  const { deploy } = checkout;

  /** Each step goes on where the one before ended: after a failure the others would only repeat it. */
  const step = async (name: string, run: () => Promise<void>) => {
    if (!await t.step(name, run)) throw new Error(`${name}: failed`);
  };
  let client: Client;
  let patients = 0;
  /** The whole way through the gateway: sign in, register, billing account, number. */
  const story = async () => {
    const password = succeeded(await deploy(["secrets", "get", "BOOTSTRAP_ADMIN_PASSWORD"])).trim();
    client = await signIn(url, "admin@example.com", password);
    const registered = await client.send("POST", "/api/patients", { name: "Ada Example", dateOfBirth: "1990-12-10" });
    assert.equal(registered.status, 201, JSON.stringify(registered.body));
    patients++;
    await eventually(async () => {
      const { body } = await client.get(`/api/billing/accounts?patientId=${registered.body.id}`);
      return body.accounts.length === 1;
    }, SETTLE);
    await eventually(async () => (await client.get("/api/analytics/summary")).body.patientsTotal === patients, SETTLE);
  };
  /** That everybody serves who served before, with the same containers but for those named. */
  const unchanged = async (before: Awaited<ReturnType<typeof containers>>, ...but: string[]) => {
    const now = await containers(emulator);
    assert.deepEqual([...now.keys()].sort(), SERVICES);
    for (const name of SERVICES) {
      assert.equal(now.get(name)?.revision, before.get(name)?.revision, name);
      if (!but.includes(name)) assert.equal(now.get(name)?.id, before.get(name)?.id, name);
    }
    await story();
  };

  try {
    await step("without a secret nothing is made, and each missing one is named", async () => {
      const there = succeeded(await deploy(["secrets", "get", "DATABASE_URL_AUTH"])).trim();
      await forget(emulator.endpoint, "patient-management/DATABASE_URL_AUTH");
      failedWith(
        await deploy(["up"]),
        /secret DATABASE_URL_AUTH/,
        /secrets set DATABASE_URL_AUTH/,
        /Nothing was changed/,
      );
      assert.equal((await containers(emulator)).size, 0);
      failedWith(
        await deploy(["secrets", "set", "DATABASE_URL_AUTH"], { input: "nonsense" }),
        /expected a postgres:\/\/ URL/,
      );
      succeeded(await deploy(["secrets", "set", "DATABASE_URL_AUTH"], { input: `${there}\n` }));
    });

    await step("a port that somebody else has is named before anything is rolled out there", async () => {
      using _taken = Deno.listen({ hostname: "127.0.0.1", port: Number(env["AUTH_HTTP_PORT" as keyof typeof env]) });
      failedWith(await deploy(["up"]), /auth: port \d+ is in use by another program/, /AUTH_HTTP_PORT/);
      assert.equal((await containers(emulator)).size, 0);
    });

    await step("the first up brings five containers, and the whole story works through the gateway", async () => {
      const output = succeeded(await deploy(["up", ...BRIEFLY]));
      assert.ok(output.includes(url), output);
      assert.deepEqual([...(await containers(emulator)).keys()].sort(), SERVICES);
      await story();
    });

    await step("no secret is in a task definition, a container's image or the output", async () => {
      const values = Object.values(JSON.parse(await Deno.readTextFile(`${scene}/emulator/secrets.json`))).flatMap((
        value,
      ) => typeof value === "object" && value !== null ? Object.values(value) : [value]) as string[];
      const definitions = await definitionsOf(emulator.endpoint);
      for (const [, { id }] of await containers(emulator)) {
        const image = await command("docker", "inspect", "--format", "{{.Image}}", id);
        const history = await command("docker", "history", "--no-trunc", image);
        for (const value of values) assert.ok(!history.includes(value) && !definitions.includes(value));
      }
    });

    await step("with nothing changed nothing is done", async () => {
      const before = await containers(emulator);
      assert.match(succeeded(await deploy(["up"])), /Nothing to do/);
      await unchanged(before);
    });

    await step("status, logs and scale say and do what they should", async () => {
      const status = JSON.parse(succeeded(await deploy(["status", "--json"])));
      assert.equal(status.url, url);
      for (const service of status.services) {
        assert.deepEqual([service.state, service.health, service.running], ["serving", "healthy", 1]);
      }
      assert.match(succeeded(await deploy(["logs", "patient"])), /service started/);
      const following = await deploy(["logs", "patient", "--follow"], {
        when: [/service started/, (process) => process.kill("SIGINT")],
      });
      assert.equal(following.code, 0, following.output);
      failedWith(await deploy(["scale", "patient", "2"]), /fixed port of the host/, /Nothing was changed/);
      succeeded(await deploy(["scale", "analytics", "0"]));
      await eventually(async () => !(await containers(emulator)).has("analytics"), SETTLE);
      assert.match(succeeded(await deploy(["up"])), /Nothing to do/);
      assert.equal((await containers(emulator)).has("analytics"), false, "an up keeps what scale said");
      succeeded(await deploy(["scale", "analytics", "1"]));
      await story();
    });

    let changed = "";
    await step("one service changed is deployed alone", async () => {
      const before = await containers(emulator);
      changed = await checkout.commit("services/billing/main.ts", (text) => `${text}\n// Changed.\n`);
      const deployed = await deploy(["up"]);
      succeeded(deployed);
      // Half a minute on 2 cores with nothing else to do; a machine that is busy gets more.
      assert.ok(deployed.ms < 180_000, `${deployed.ms} ms`);
      const after = await containers(emulator);
      assert.equal(after.get("billing")?.revision, changed);
      for (const name of SERVICES) assert.equal(after.get(name)?.id === before.get(name)?.id, name !== "billing", name);
      await story();
    });

    await step("rollback brings the revision before, and the next up the newer one again", async () => {
      succeeded(await deploy(["rollback", "billing"]));
      assert.notEqual((await containers(emulator)).get("billing")?.revision, changed);
      await story();
      failedWith(await deploy(["rollback", "billing"]), /no earlier revision/);
      succeeded(await deploy(["up", ...BRIEFLY]));
      assert.equal((await containers(emulator)).get("billing")?.revision, changed);
    });

    await step("an image that does not exist is told before anything changes", async () => {
      const before = await containers(emulator);
      failedWith(
        await deploy(["up", "patient", "--revision", "nobody-pushed-this"]),
        /no image of patient/,
        /Nothing was changed/,
      );
      await unchanged(before);
    });

    await step("sources that cannot be built change nothing", async () => {
      const before = await containers(emulator);
      await checkout.commit("services/patient/main.ts", (text) => `import "./no_such_file.ts";\n${text}`);
      failedWith(await deploy(["up", "patient"]), /patient: the image cannot be built/, /no_such_file/);
      await checkout.undo();
      await unchanged(before);
    });

    await step("a service that crashes at its start: the old revision serves, the reason is told", async () => {
      const before = await containers(emulator);
      await checkout.commit(
        "services/patient/main.ts",
        (text) => text.replace("await runService", 'throw new Error("an invented fault");\nawait runService'),
      );
      failedWith(
        await deploy(["up", "patient"]),
        /patient: the new revision does not serve/,
        /exit code 1/,
        /an invented fault/,
        /patient: revision [0-9a-f]{12} serves again/,
      );
      await checkout.undo();
      await unchanged(before, "patient");
    });

    await step("a service that crashes after ten seconds: the same", async () => {
      const before = await containers(emulator);
      await checkout.commit("services/patient/main.ts", (text) => `setTimeout(() => Deno.exit(3), 10_000);\n${text}`);
      failedWith(
        await deploy(["up", "patient"]),
        /does not stay up/,
        /it ran for 1\d s; exit code 3/,
        /patient: revision [0-9a-f]{12} serves again/,
      );
      await checkout.undo();
      await unchanged(before, "patient");
    });

    await step("a port that is taken meanwhile: the old revision serves, the port is told", async () => {
      const before = await containers(emulator);
      using taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
      const there = { env: { BILLING_GRPC_PORT: String(taken.addr.port) } };
      failedWith(
        await deploy(["up", "billing"], there),
        /a port .* is in use by another program/,
        /billing: revision .* serves again/,
      );
      await unchanged(before, "billing");
    });

    await step("a migration with an error: no service is touched, PostgreSQL's words are told", async () => {
      const before = await containers(emulator);
      await checkout.commit(
        "services/patient/sql/migrations/9999_invented.sql",
        () => "alter table no_such_table add a int;\n",
      );
      failedWith(
        await deploy(["up"]),
        /The migrations failed. No service was changed/,
        /9999_invented\.sql/,
        /no_such_table/,
      );
      await checkout.undo();
      await unchanged(before);
    });

    await step("a secret that is set anew is rolled out to those that use it, and no one else", async () => {
      const before = await containers(emulator);
      succeeded(await deploy(["secrets", "set", "PATIENT_CLIENT_SECRET"], { input: "another-invented-secret" }));
      succeeded(await deploy(["up", ...BRIEFLY]));
      const after = await containers(emulator);
      for (const name of SERVICES) assert.equal(after.get(name)?.id === before.get(name)?.id, name !== "patient", name);
      await story();
    });

    await step("interrupted in the middle: the next up finishes", async () => {
      const revision = await checkout.commit("services/auth/main.ts", (text) => `${text}\n// Changed.\n`);
      const interrupted = await deploy(["up"], { when: [/auth +rolling out/, (process) => process.kill("SIGTERM")] });
      assert.equal(interrupted.code, 130, interrupted.output);
      assert.match(interrupted.output, /the next deno task deploy up finishes/);
      succeeded(await deploy(["up", ...BRIEFLY]));
      assert.equal((await containers(emulator)).get("auth")?.revision, revision);
      await story();
    });

    await step("the emulator killed in the middle: the reason is told, and the next up finishes", async () => {
      const revision = await checkout.commit("services/gateway/main.ts", (text) => `${text}\n// Changed.\n`);
      const killed = await deploy(["up"], { when: [/gateway +rolling out/, () => emulator.kill()] });
      failedWith(killed, /http:\/\/127\.0\.0\.1:\d+ does not answer/, /run the same command again/);
      emulator = await startEmulator(port, `${scene}/emulator`);
      succeeded(await deploy(["up", ...BRIEFLY]));
      assert.equal((await containers(emulator)).get("gateway")?.revision, revision);
      await story();
    });

    await step("down asks, then leaves no container behind", async () => {
      const asked = await deploy(["down"]);
      assert.equal(asked.code, 2, asked.output);
      assert.equal((await containers(emulator)).size, 5);
      succeeded(await deploy(["down", "--yes"]));
      assert.equal((await containers(emulator)).size, 0);
      assert.match(succeeded(await deploy(["status"])), /Nothing is deployed/);
    });

    // The emulator makes no names between tasks, so on it only programs that start alone can be looked at.
    await step(
      "the target aws is taken up by the emulator: Fargate, names, load balancer, and down again",
      async () => {
        const args = ["--target", "aws", "--watch", "1"];
        const output = succeeded(await deploy(["up", "auth", "gateway", ...args], { env: AWS_SETTINGS }));
        assert.match(output, /Deployed: auth [0-9a-f]{12}, gateway [0-9a-f]{12}/);
        const { services } = await ask(emulator.endpoint, `${ECS}.DescribeServices`, {
          cluster: "patient-management",
          services: ["auth", "gateway"],
        });
        for (const { launchType, deploymentConfiguration: { minimumHealthyPercent } } of services) {
          assert.deepEqual([launchType, minimumHealthyPercent], ["FARGATE", 100]);
        }
        const [auth, gateway] = services;
        assert.match(auth.serviceRegistries[0].registryArn, /^arn:aws:servicediscovery:/);
        assert.match(gateway.loadBalancers[0].targetGroupArn, /targetgroup\/patient-management\//);

        assert.match(succeeded(await deploy(["up", "auth", ...args], { env: AWS_SETTINGS })), /Nothing to do/);
        succeeded(await deploy(["scale", "auth", "2", "--target", "aws"], { env: AWS_SETTINGS }));
        const status = JSON.parse(
          succeeded(await deploy(["status", "--json", "--target", "aws"], { env: AWS_SETTINGS })),
        );
        assert.deepEqual([status.services[0].service, status.services[0].running], ["auth", 2]);
        succeeded(await deploy(["down", "--yes", "--target", "aws"], { env: AWS_SETTINGS }));
        assert.equal((await containers(emulator)).size, 0);
      },
    );

    await step("a launcher that was killed leaves an emulator, which the next one takes over", async () => {
      await emulator.killLauncher();
      emulator = await startEmulator(port, `${scene}/emulator`);
    });

    await step("the emulator stops with exit code 0 and takes its containers along", async () => {
      assert.equal(await emulator.stop(), 0, emulator.output());
      const left = await command("docker", "ps", "--all", "--quiet", "--filter", `label=${emulator.instance}`);
      const servers = await command(
        "docker",
        "ps",
        "--all",
        "--quiet",
        "--filter",
        `label=patient-management.emulator=${port}`,
      );
      assert.equal(left + servers, "");
    });
  } finally {
    await emulator.stop();
    for (const name of ["postgres", "kafka"]) {
      await command("docker", "volume", "rm", "--force", `patient-management-emulator-${port}-${name}`);
    }
    await Deno.remove(scene, { recursive: true });
  }
});

/** Removes a secret behind the deploy tool's back. */
async function forget(endpoint: string, id: string): Promise<void> {
  await ask(endpoint, "secretsmanager.DeleteSecret", { SecretId: id, ForceDeleteWithoutRecovery: true });
}

/** All task definitions that the emulator knows, as text. */
async function definitionsOf(endpoint: string): Promise<string> {
  const { taskDefinitionArns } = await ask(endpoint, `${ECS}.ListTaskDefinitions`, {});
  assert.ok(taskDefinitionArns.length >= 6);
  const all = await Promise.all(
    (taskDefinitionArns as string[]).map((taskDefinition) =>
      ask(endpoint, `${ECS}.DescribeTaskDefinition`, { taskDefinition })
    ),
  );
  return JSON.stringify(all);
}

// deno-lint-ignore no-explicit-any -- answers are looked into by name and asserted.
async function ask(endpoint: string, target: string, body: unknown): Promise<any> {
  const service = target.startsWith("secrets") ? "secretsmanager" : "ecs";
  const response = await fetch(endpoint, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": target,
      authorization:
        `AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
    },
    body: JSON.stringify(body),
  });
  assert.equal(response.status, 200, target);
  return await response.json();
}
