import { ConfigError } from "@pms/lib/service";
import assert from "node:assert/strict";
import { goldenFiles, SAMPLE_TARGETS, sampleInstallation } from "./golden.ts";
import { DIGEST_LABEL, type Installation, taskDefinition } from "./task_definition.ts";
import { TOPOLOGY } from "./topology.ts";

const patient = TOPOLOGY.services.find(({ name }) => name === "patient")!;
const auth = TOPOLOGY.services.find(({ name }) => name === "auth")!;

for (const target of ["local", "aws"] as const) {
  Deno.test(`the task definitions for ${target} are those in deploy/golden`, async () => {
    for (const [name, text] of await goldenFiles(target)) {
      assert.equal(
        text,
        await Deno.readTextFile(new URL(`golden/${name}`, import.meta.url)),
        `${name}: deno task deploy:golden`,
      );
    }
  });

  Deno.test(`no value of a secret is in a task definition for ${target}, and every container is hardened`, async () => {
    const installation = sampleInstallation(SAMPLE_TARGETS[target]);
    for (const program of [...TOPOLOGY.services, "job" as const]) {
      const definition = await taskDefinition(program, "image:1", installation);
      const text = JSON.stringify(definition);
      for (const { value } of Object.values(installation.secrets)) assert.ok(!text.includes(value));
      const [container] = definition.containerDefinitions ?? [];
      assert.equal(container?.readonlyRootFilesystem, true);
      assert.equal(container?.user, "65532:65532");
      assert.deepEqual(container?.linuxParameters?.capabilities?.drop, ["ALL"]);
      assert.ok(container?.secrets?.every(({ valueFrom }) => valueFrom?.startsWith("arn:aws:secretsmanager:")));
    }
  });
}

Deno.test("a task may reach just the hosts that its variables name", async () => {
  const installation = sampleInstallation(SAMPLE_TARGETS.local);
  const { containerDefinitions } = await taskDefinition(patient, "image:1", installation);
  const net = containerDefinitions?.[0]?.command?.find((flag) => flag.startsWith("--allow-net="));
  assert.deepEqual(net?.slice("--allow-net=".length).split(",").sort(), [
    "0.0.0.0:4000",
    "0.0.0.0:9000",
    // Of a name that is spread over all its addresses, the port in private networks.
    "10.0.0.0/8:9001",
    "10.0.0.0/8:9005",
    "172.16.0.0/12:9001",
    "172.16.0.0/12:9005",
    "192.168.0.0/16:9001",
    "192.168.0.0/16:9005",
    "host.docker.internal",
    "host.docker.internal:4005",
    "host.docker.internal:4567",
    "host.docker.internal:4568",
  ]);
});

Deno.test("a secret that was set anew makes another definition, the same one does not", async () => {
  const installation = sampleInstallation(SAMPLE_TARGETS.local);
  const digest = async (changed: Partial<Installation>) => {
    const { containerDefinitions } = await taskDefinition(patient, "image:1", { ...installation, ...changed });
    return containerDefinitions?.[0]?.dockerLabels?.[DIGEST_LABEL];
  };
  const secret = { ...installation.secrets["PATIENT_CLIENT_SECRET"]!, version: "2" };
  assert.equal(await digest({}), await digest({}));
  assert.notEqual(
    await digest({}),
    await digest({ secrets: { ...installation.secrets, PATIENT_CLIENT_SECRET: secret } }),
  );
});

Deno.test("a value of the wrong form is refused by name, without the value", async () => {
  const installation = sampleInstallation(SAMPLE_TARGETS.local);
  const wrong = { ...installation.secrets["AUTH_KEY_ENCRYPTION_KEY"]!, value: "not-thirty-two-bytes" };
  await assert.rejects(
    taskDefinition(auth, "image:1", {
      ...installation,
      secrets: { ...installation.secrets, AUTH_KEY_ENCRYPTION_KEY: wrong },
    }),
    (error: unknown) => {
      assert.ok(error instanceof ConfigError);
      assert.match(error.message, /AUTH_KEY_ENCRYPTION_KEY: expected 32 bytes in base64/);
      assert.ok(!error.message.includes("not-thirty-two-bytes"));
      return true;
    },
  );
});
