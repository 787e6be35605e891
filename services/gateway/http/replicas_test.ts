import assert from "node:assert/strict";
import { standIn, testGateway, until } from "../testing.ts";

const ID = "0199d7a0-0000-7000-8000-000000000007";

/** A gateway whose patient service is a name; what the name means is what `addresses` holds. */
async function replicated() {
  const parts = new AsyncDisposableStack();
  const one = parts.use(standIn(() => new Response("one")));
  const two = parts.use(standIn(() => new Response("two"), one.port, "127.0.0.2"));
  const addresses = ["127.0.0.1"];
  let asked = 0;
  const gateway = parts.use(
    await testGateway({
      variables: { PATIENT_URL: `http://localhost:${one.port}`, UPSTREAM_LOOKUP_EVERY_MS: "20" },
      resolve: (name) => {
        asked++;
        return name === "localhost" ? Promise.resolve([...addresses]) : Promise.reject(new Error("no such name"));
      },
    }),
  );
  const send = async (method = "GET") => {
    const response = await gateway.ask(`/api/patients/${ID}`, { method });
    return response.status === 200 ? await response.text() : `${response.status} ${await response.text()}`;
  };
  return {
    one,
    two,
    addresses,
    send,
    /** Until a name looked up from now on has had its effect. */
    lookedUp: async () => {
      const before = asked;
      await until(() => asked >= before + 3);
    },
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}

Deno.test("Requests are spread by turns over all addresses of a name, also one that came later", async () => {
  await using system = await replicated();
  await system.lookedUp();
  assert.deepEqual(new Set(await Promise.all(Array.from({ length: 10 }, () => system.send()))), new Set(["one"]));
  system.addresses.push("127.0.0.2");
  await system.lookedUp();
  const answers = await Promise.all(Array.from({ length: 40 }, () => system.send()));
  assert.equal(answers.filter((answer) => answer === "one").length, 20);
  assert.equal(answers.filter((answer) => answer === "two").length, 20);
});

Deno.test("An address that is gone gets no more requests, and a failed look-up changes nothing", async () => {
  await using system = await replicated();
  system.addresses.push("127.0.0.2");
  await system.lookedUp();
  system.addresses.shift();
  await system.lookedUp();
  for (let i = 0; i < 10; i++) assert.equal(await system.send(), "two");
  system.addresses.length = 0;
  await system.lookedUp();
  for (let i = 0; i < 10; i++) assert.equal(await system.send(), "two");
});

for (const method of ["GET", "DELETE"]) {
  Deno.test(`A ${method} does not fail for an address that refuses as long as another answers`, async () => {
    await using system = await replicated();
    system.addresses.push("127.0.0.2");
    await system.lookedUp();
    await system.one[Symbol.asyncDispose]();
    for (let i = 0; i < 20; i++) assert.equal(await system.send(method), "two");
  });
}

Deno.test("When every address refuses the answer is 503", async () => {
  await using system = await replicated();
  system.addresses.push("127.0.0.2");
  await system.lookedUp();
  await Promise.all([system.one[Symbol.asyncDispose](), system.two[Symbol.asyncDispose]()]);
  for (let i = 0; i < 5; i++) assert.match(await system.send("DELETE"), /^503 /);
});

Deno.test("A request under way is finished by an address that goes meanwhile", async () => {
  const release = Promise.withResolvers<Response>();
  await using slow = standIn(() => release.promise);
  const addresses = ["127.0.0.1"];
  let asked = 0;
  await using gateway = await testGateway({
    variables: { PATIENT_URL: `http://localhost:${slow.port}`, UPSTREAM_LOOKUP_EVERY_MS: "20" },
    resolve: () => {
      asked++;
      return Promise.resolve(addresses);
    },
  });
  await until(() => asked >= 3);
  const answer = gateway.ask(`/api/patients/${ID}`, { method: "DELETE" });
  await until(() => slow.seen.length === 1);
  addresses[0] = "127.0.0.2";
  const before = asked;
  await until(() => asked >= before + 3);
  release.resolve(new Response("done"));
  assert.equal(await (await answer).text(), "done");
});
