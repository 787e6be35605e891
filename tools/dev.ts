/** `deno task dev`: the whole system on one machine, every part a process of its own, watched over by this one. */
import { hostOf, LIBRARY_VARIABLES } from "@pms/lib/service";
import { readSecrets, takeDataDir, writeEndpoints } from "./dev/data_dir.ts";
import { DATABASES } from "./dev/databases.ts";
import { chooseEndpoints } from "./dev/endpoints.ts";
import { LAUNCHER_VARIABLES, ROOT } from "./dev/environment.ts";
import { HELP, type Options, parseOptions } from "./dev/options.ts";
import {
  DEVELOPMENT_ACCOUNTS,
  insertAccounts,
  makeTopics,
  migrateDatabases,
  provisionDatabases,
} from "./dev/provision.ts";
import { adminUrl, kafkaPart, postgresPart } from "./dev/servers.ts";
import { serviceParts } from "./dev/services.ts";
import { type Part, supervise, type Supervised } from "./dev/supervisor.ts";
import { withRights } from "./rights.ts";

const startedMs = Date.now();
const say = (line: string) => console.log(line);
const stopped = Promise.withResolvers<"stopped">();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  Deno.addSignalListener(signal, () => stopped.resolve("stopped"));
}

try {
  const options = parseOptions(Deno.args, ROOT);
  if (options === "help") {
    say(HELP);
    Deno.exit(0);
  }
  await run(options);
  Deno.exit(0);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  Deno.exit(1);
}

async function run(options: Options): Promise<void> {
  const { dataDir } = options;
  const given = givenServers();
  await withRights({
    net: ["127.0.0.1", "127.0.0.2", "localhost", ...given.hosts],
    env: [...LAUNCHER_VARIABLES, ...LIBRARY_VARIABLES.postgres, ...LIBRARY_VARIABLES.kafka, "TOOL_RIGHTS_GIVEN"],
    read: [ROOT, dataDir],
    write: [dataDir],
    sys: ["uid"],
  });
  await takeDataDir(dataDir);
  if (options.fresh) await removeData(dataDir);
  const secrets = await readSecrets(dataDir);
  const endpoints = chooseEndpoints(options.port);

  // From first to last; they stop the other way round.
  const running: Supervised[][] = [];
  const start = async (parts: readonly Part[]) => {
    const stage = parts.map((part) => supervise(part, dataDir, say));
    running.push(stage);
    return await Promise.race([Promise.all(stage.map(({ ready }) => ready)), stopped.promise]);
  };
  const stopAll = async () => {
    for (const stage of running.reverse()) await Promise.all(stage.map((part) => part.stop()));
  };

  try {
    const servers = [
      ...(given.postgres ? [] : [await postgresPart(dataDir, endpoints.postgres, secrets.postgresSuperuser)]),
      ...(given.brokers === undefined ? [await kafkaPart(dataDir, endpoints.kafka)] : []),
    ];
    if (await start(servers) === "stopped") return;

    const brokers = given.brokers ?? endpoints.kafka;
    const databaseUrls = Object.fromEntries(DATABASES.map((name) => {
      return [
        name,
        given.databaseUrls[name] ?? `postgres://${name}:${secrets.databases[name]}@${endpoints.postgres}/${name}`,
      ];
    }));
    if (!given.postgres) {
      await provisionDatabases(adminUrl(endpoints.postgres, secrets.postgresSuperuser), secrets.databases);
    }
    await Promise.all([migrateDatabases(databaseUrls), makeTopics(brokers, 1)]);
    await insertAccounts(databaseUrls["auth"] ?? "", secrets);

    await writeEndpoints(dataDir, { ...endpoints, kafka: brokers });
    const [gateway, ...services] = serviceParts({ endpoints, secrets, databaseUrls, brokers, watch: options.watch })
      .reverse();
    if (await start(services) === "stopped") return;
    if (gateway !== undefined && await start([gateway]) === "stopped") return;

    say(`\nThe API is at http://${endpoints.gateway.http}; sign in with the password password123 as`);
    for (const { email, roles } of DEVELOPMENT_ACCOUNTS) say(`  ${email.padEnd(24)}${roles.join(", ")}`);
    say(`\nready in ${((Date.now() - startedMs) / 1_000).toFixed(1)} s`);
    await stopped.promise;
    say("\nstopping");
  } finally {
    await stopAll();
  }
}

/** Servers that somebody else runs, named by variables: then no own ones are started. */
function givenServers() {
  const databaseUrls = Object.fromEntries(DATABASES.flatMap((name) => {
    const url = Deno.env.get(`DATABASE_URL_${name.toUpperCase()}`);
    return url === undefined ? [] : [[name, url]];
  }));
  const brokers = Deno.env.get("KAFKA_BROKERS");
  return {
    databaseUrls,
    postgres: Object.keys(databaseUrls).length === DATABASES.length,
    brokers,
    hosts: [...Object.values(databaseUrls).map((url) => hostOf(url, 5432)), ...(brokers?.split(",") ?? [])],
  };
}

async function removeData(dataDir: string): Promise<void> {
  for (const name of ["postgres", "kafka", "secrets.json"]) {
    await Deno.remove(`${dataDir}/${name}`, { recursive: true }).catch((error) => {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    });
  }
}
