import { eventually } from "@pms/lib/testing";
import assert from "node:assert/strict";
import { tokenOf } from "../e2e/client.ts";
import { newDataDir, startSystem } from "../e2e/system.ts";
import { framed, rawCall, STATUS } from "../leash/grpc_call.ts";
import { installationOf } from "../leash/installation.ts";
import { accessTable } from "./access_table.ts";

const PROTO = new URL("../../proto/", import.meta.url);
const PERSON = "admin@example.com";
const REFUSED = new Map<number, string>([
  [STATUS.UNAUTHENTICATED, "UNAUTHENTICATED"],
  [STATUS.PERMISSION_DENIED, "PERMISSION_DENIED"],
]);

Deno.test("every gRPC method answers everybody as docs/access.md says", async (t) => {
  const { callers, rows } = await accessTable("gRPC");
  await t.step("the table has a row for each method of the .proto files", async () => {
    assert.deepEqual([...rows.keys()].sort(), (await methodsOf("")).sort());
  });

  const dataDir = await newDataDir();
  await using system = await startSystem(dataDir);
  const { endpoints, secrets } = await installationOf(dataDir);
  const tokens = new Map<string, string>([["person", await tokenOf(system.url, PERSON)]]);
  for (const client of ["gateway", "patient", "billing", "analytics", "operator"] as const) {
    tokens.set(client, await servicesToken(system.url, client, secrets[`${client}Client`]));
  }

  for (const [path, expected] of rows) {
    const service = /patient_management\.(auth|billing|patient)\./.exec(path)?.[1] as "auth" | "billing" | "patient";
    for (const name of service === undefined ? ["auth", "billing", "patient"] as const : [service]) {
      await t.step(`${path} at ${name}`, async () => {
        const answers: string[] = [];
        for (const caller of callers) {
          answers.push(await answerTo(endpoints[name].grpc, path, tokens.get(caller)));
        }
        assert.deepEqual(answers, expected);
      });
    }
  }
  await system.stop();
  await Deno.remove(dataDir, { recursive: true });
});

/** `/package.Service/Method` of each method in the .proto files below a folder. */
async function methodsOf(folder: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(new URL(folder, PROTO))) {
    if (isDirectory && name !== "gen" && name !== "node_modules") found.push(...await methodsOf(`${folder}${name}/`));
    if (!name.endsWith(".proto")) continue;
    const text = await Deno.readTextFile(new URL(`${folder}${name}`, PROTO));
    const packageName = /^package ([\w.]+);/m.exec(text)?.[1];
    for (const [, service, body = ""] of text.matchAll(/^service (\w+) \{(.*?)^\}/gms)) {
      for (const [, method] of body.matchAll(/^ {2}rpc (\w+)\(/gm)) found.push(`/${packageName}.${service}/${method}`);
    }
  }
  return found;
}

/** What an empty message is answered; a stream that gives something is as good as a status. */
async function answerTo(target: string, path: string, token?: string): Promise<string> {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  // Bare calls were seen to end a server's process, by a fault below our code: the launcher brings it back at once.
  const { status, message } = await eventually(() =>
    rawCall(target, path, framed(new Uint8Array()), headers, { firstMessageOnly: true })
  );
  assert.ok(status !== undefined || message !== undefined, path);
  return REFUSED.get(status ?? STATUS.OK) ?? "yes";
}

async function servicesToken(url: string, id: string, secret: string): Promise<string> {
  const response = await fetch(`${url}/auth/token`, {
    method: "POST",
    body: new URLSearchParams({ grant_type: "client_credentials", client_id: id, client_secret: secret }),
  });
  return (await response.json()).access_token;
}
