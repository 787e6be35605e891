import { permissionFlags, V8_FLAGS } from "@pms/lib/service";
import assert from "node:assert/strict";
import { flagsOf, inventedInstallation, launchedParts, listenersOf, rightsOf, SERVICES } from "./installation.ts";
import { type Attempt, ATTEMPTS, type Needs, type Right } from "./plan.ts";
import { doneOf, probe } from "./scene.ts";

const ALL = Object.keys(ATTEMPTS) as Attempt[];
const RIGHTS = [...new Set(Object.values(ATTEMPTS))];
const NOTHING: Needs = { listen: [], connect: [], variables: [], files: [], libraries: [] };
const PATH = { PATH: Deno.env.get("PATH") ?? "" };

const attemptsOf = (right: Right) => ALL.filter((attempt) => ATTEMPTS[attempt] === right);

Deno.test("with every right the probe succeeds in each of the nine attempts, so a refusal means something", async () => {
  assert.deepEqual(doneOf(await probe(["--no-prompt", "--allow-all"], PATH, NOTHING)), ALL);
});

Deno.test("without any right the probe succeeds in nothing", async () => {
  assert.deepEqual(doneOf(await probe(["--no-prompt"], PATH, NOTHING)), []);
});

for (const name of SERVICES) {
  Deno.test(`${name} may do what it needs and nothing else`, async (t) => {
    const installation = inventedInstallation();
    const part = launchedParts(installation).get(name);
    assert.ok(part !== undefined);
    const flags = flagsOf(part);
    const { net, env, read = [], ffi = [] } = rightsOf(name, part);

    await t.step(`${name} is started with the rights that it asks for and no others`, () => {
      assert.deepEqual(flags, [V8_FLAGS, ...permissionFlags(rightsOf(name, part))]);
      assert.doesNotMatch(
        flags.join(" "),
        /--allow-(all|run|sys|import|scripts)|-A|--allow-(net|read|write|env|ffi)( |$)/,
      );
    });

    const listen = listenersOf(name, installation);
    const connect = net.filter((address) => !listen.includes(address));
    const variables = env.map((pattern) => pattern.replace("*", "PASSWORD"));
    using _others = listenAt(connect);
    const outcomes = await probe(flags, { ...part.env }, { listen, connect, variables, files: read, libraries: ffi });

    for (const attempt of ALL) {
      await t.step(`${name} is refused ${attempt}`, () => assert.equal(outcomes.attempts[attempt], "refused"));
    }

    await t.step(`${name} may listen, connect, read its variables and files and load its library`, () => {
      for (const [what, outcome] of Object.entries(outcomes.needs)) assert.equal(outcome, "done", what);
      assert.equal(
        Object.keys(outcomes.needs).length,
        new Set(net).size + new Set(variables).size + read.length + ffi.length,
      );
      assert.equal(ffi.length, name === "auth" ? 1 : 0);
    });

    for (const right of RIGHTS) {
      await t.step(
        `${name} with the whole right to ${right} would fail this test, by ${attemptsOf(right).join(" and ")}`,
        async () => {
          const widened = [...flags.filter((flag) => !flag.startsWith(`--allow-${right}`)), `--allow-${right}`];
          assert.deepEqual(doneOf(await probe(widened, { ...part.env }, NOTHING)), attemptsOf(right));
        },
      );
    }
  });
}

Deno.test("no service gets a variable of another one's, nor the password of another's database", () => {
  const installation = inventedInstallation();
  const { databases, keyEncryptionKey, postgresSuperuser, ...clients } = installation.secrets;
  const owners: Record<string, string | undefined> = {
    ...Object.fromEntries(Object.entries(databases).map(([owner, password]) => [password, owner])),
    ...Object.fromEntries(Object.entries(clients).map(([name, secret]) => [secret, name.replace(/Client$/, "")])),
    [keyEncryptionKey]: "auth",
    [postgresSuperuser]: undefined,
  };
  for (const [name, { env = {}, args }] of launchedParts(installation)) {
    for (const [secret, owner] of Object.entries(owners)) {
      assert.equal(Object.values(env).some((value) => value.includes(secret)), owner === name, `${owner} and ${name}`);
      assert.equal(args.join(" ").includes(secret), false, "command lines are for everybody to see");
    }
  }
});

/** Somebody at each of these addresses, until disposed. */
function listenAt(addresses: readonly string[]): Disposable {
  const listeners = addresses.map((address) => {
    const [hostname = "", port] = address.split(":");
    return Deno.listen({ hostname, port: Number(port) });
  });
  return {
    [Symbol.dispose]: () => {
      for (const listener of listeners) listener.close();
    },
  };
}
