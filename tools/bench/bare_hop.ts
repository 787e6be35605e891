/**
 * What a second process on the way costs at least: a gateway without checks, limits, logs or metrics, by the same two
 * libraries as ours. It hands each GET on as it is. Arguments: port, port of the server behind it.
 */
import { createServer } from "node:http";
// deno-lint-ignore no-import-prefix -- the client belongs to the gateway alone; only this yardstick uses it, too.
import { type Dispatcher, Pool } from "npm:undici@8.12.4";

const [port, behind] = Deno.args;
const pool = new Pool(`http://127.0.0.1:${behind}`, { connections: 512, pipelining: 1, allowH2: false });

const server = createServer({ keepAliveTimeout: 0 }, ({ url = "/", method }, res) => {
  pool.dispatch({ method: method as Dispatcher.HttpMethod, path: url }, {
    onRequestStart: () => {},
    onResponseStart: (_controller, status, headers) => void res.writeHead(status, headers),
    onResponseData: (_controller, chunk) => void res.write(chunk),
    onResponseEnd: () => void res.end(),
    onResponseError: () => void res.destroy(),
  });
});
server.listen(Number(port), "127.0.0.1", () => console.log("listening"));
