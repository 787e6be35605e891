/**
 * `main.js` of a service's image: the service, or with the arguments `health PORT` a question to the one that runs beside
 * it. The service is a script of its own, so that asking does not take the time and the rights that loading it does.
 */
import { probe } from "@pms/lib/probe";

const [task, port] = Deno.args;
if (task === "health") await probe(port);
else await import("./service.js");
