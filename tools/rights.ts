import { permissionFlags, type Permissions } from "@pms/lib/service";

const MARKER = "TOOL_RIGHTS_GIVEN";

/**
 * Goes on when the process has these rights. Otherwise (a data folder or a server elsewhere, which the task in deno.json
 * could not know of) runs the same program again with them, and ends as that one ends.
 */
export async function withRights(
  rights: Permissions & {
    readonly sys?: readonly string[];
    /** Programs it may start, `deno` among them; any, where they are not named. */
    readonly run?: readonly string[];
  },
): Promise<void> {
  if (await granted(rights)) return;
  if (Deno.env.get(MARKER) !== undefined) throw new Error("The rights that this program needs cannot be given");
  const sys = rights.sys === undefined ? [] : [`--allow-sys=${rights.sys.join(",")}`];
  const run = rights.run === undefined ? "--allow-run" : `--allow-run=${rights.run.join(",")}`;
  const child = new Deno.Command(rights.run === undefined ? Deno.execPath() : "deno", {
    args: ["run", ...permissionFlags(rights), ...sys, run, Deno.mainModule, ...Deno.args],
    env: { [MARKER]: "yes" },
  }).spawn();
  Deno.addSignalListener("SIGINT", () => {}); // A terminal sends it to both; the other one decides.
  Deno.addSignalListener("SIGTERM", () => child.kill("SIGTERM"));
  const { code } = await child.status;
  Deno.exit(code);
}

async function granted({ net, read = [], write = [] }: Permissions): Promise<boolean> {
  const wanted: Deno.PermissionDescriptor[] = [
    // A pattern cannot be asked for, but any name that it covers can.
    ...net.map((host) => ({ name: "net", host: host.replace(/^\*\./, "any.") }) as const),
    ...read.map((path) => ({ name: "read", path }) as const),
    ...write.map((path) => ({ name: "write", path }) as const),
  ];
  const states = await Promise.all(wanted.map((descriptor) => Deno.permissions.query(descriptor)));
  return states.every(({ state }) => state === "granted");
}
