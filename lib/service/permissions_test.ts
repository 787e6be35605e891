import assert from "node:assert/strict";
import { everyAddressOf, hostOf, permissionFlags } from "./permissions.ts";

Deno.test("flags grant what is named, each value once, and Deno asks nobody for more", () => {
  assert.deepEqual(permissionFlags({ net: ["db:5432", "auth:4005", "db:5432"], env: ["PORT", "PG*"], read: ["sql"] }), [
    "--no-prompt",
    "--allow-net=db:5432,auth:4005",
    "--allow-env=PORT,PG*",
    "--allow-read=sql",
  ]);
});

Deno.test("what is not named is not granted: an empty list is no flag, which would mean everything", () => {
  assert.deepEqual(permissionFlags({ net: [], env: [], read: [], write: [], ffi: [] }), ["--no-prompt"]);
});

Deno.test("the rights that the flags grant are the ones that Deno gives", async () => {
  const script = `for (const d of [{name:"net",host:"127.0.0.1:4000"},{name:"net",host:"127.0.0.1:4001"},
    {name:"env",variable:"PGHOST"},{name:"env",variable:"HOME"},{name:"read",path:"/"},{name:"run"}])
    console.log((await Deno.permissions.query(d)).state)`;
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      ...permissionFlags({ net: ["127.0.0.1:4000"], env: ["PG*"] }),
      `data:text/javascript,${encodeURI(script)}`,
    ],
  }).output();
  assert.deepEqual(new TextDecoder().decode(stdout).trim().split("\n"), [
    "granted",
    "prompt",
    "granted",
    "prompt",
    "prompt",
    "prompt",
  ]);
});

Deno.test("hostOf() takes host and port from a URL, or the preset port", () => {
  assert.equal(hostOf("postgres://patient:secret@db/patient", 5432), "db:5432");
  assert.equal(hostOf("postgres://patient:secret@db:6432/patient", 5432), "db:6432");
  assert.equal(hostOf("http://auth", 80), "auth:80");
  assert.equal(hostOf("http://[::1]:4005", 80), "[::1]:4005");
});

Deno.test("an address is a right by itself; a name is one to look it up and to reach that port in private networks", async () => {
  assert.deepEqual(everyAddressOf("127.0.0.1:9001"), ["127.0.0.1:9001"]);
  assert.deepEqual(everyAddressOf("[::1]:9001"), ["[::1]:9001"]);
  const script = `for (const host of ["billing:9001","172.18.0.5:9001","10.1.2.3:9001","192.168.7.8:9001",
    "127.0.0.1:9001","10.1.2.3:9000","8.8.8.8:9001","172.32.0.1:9001","auth:9001"])
    console.log((await Deno.permissions.query({ name: "net", host })).state)`;
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      ...permissionFlags({ net: everyAddressOf("billing:9001"), env: [] }),
      `data:text/javascript,${encodeURIComponent(script)}`,
    ],
  }).output();
  assert.deepEqual(new TextDecoder().decode(stdout).trim().split("\n"), [
    ...Array(4).fill("granted"),
    ...Array(5).fill("prompt"),
  ]);
});
