import { DescribeClustersCommand } from "@aws-sdk/client-ecs";
import assert from "node:assert/strict";
import { connect } from "./aws.ts";
import { EndpointAway } from "./failure.ts";
import { readTarget } from "./settings.ts";

const describe = (endpoint: string) =>
  connect(readTarget("local", new Map([["AWS_ENDPOINT_URL", endpoint]])), 300).ecs.send(
    new DescribeClustersCommand({}),
  );

Deno.test("an endpoint that refuses connections is away, in words", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  await assert.rejects(
    describe(`http://127.0.0.1:${port}`),
    (error: unknown) =>
      error instanceof EndpointAway && error.message.includes(`http://127.0.0.1:${port} does not answer`),
  );
});

Deno.test("an endpoint that takes connections and never answers is away, too, after a bounded time", async () => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const connections: Deno.Conn[] = [];
  const accepting = (async () => {
    for await (const connection of listener) connections.push(connection);
  })();
  await assert.rejects(describe(`http://127.0.0.1:${listener.addr.port}`), EndpointAway);
  for (const connection of connections) connection.close();
  listener.close();
  await accepting.catch(() => {});
});

Deno.test("what AWS refuses by name stays what it is", async () => {
  await using server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    () => Response.json({ __type: "ClusterNotFoundException", message: "Cluster not found." }, { status: 400 }),
  );
  await assert.rejects(describe(`http://127.0.0.1:${server.addr.port}`), { name: "ClusterNotFoundException" });
});
