import assert from "node:assert/strict";
import { signIn } from "./client.ts";
import { newDataDir, startSystem } from "./system.ts";

Deno.test("two systems that start at once run side by side and share nothing", async () => {
  const [one, other] = await Promise.all([newDataDir(), newDataDir()]);
  const systems = await Promise.all([startSystem(one), startSystem(other)]);
  try {
    const [first, second] = await Promise.all(systems.map(({ url }) => signIn(url, "registrar@example.com")));
    const registered = await first?.send("POST", "/api/patients", { name: "Ada Example", dateOfBirth: "1990-12-10" });
    assert.equal(registered?.status, 201);
    assert.equal((await second?.get("/api/patients"))?.body.patients.length, 0);
    for (const system of systems) assert.doesNotMatch(system.output(), /starting it again/);
  } finally {
    await Promise.all(systems.map((system) => system.stop()));
  }
});
