import { permissionFlags } from "@pms/lib/service";
import { permissions, readConfig } from "./config.ts";
console.log(permissionFlags(permissions(readConfig(Deno.env))).join("\n"));
