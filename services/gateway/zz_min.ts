import { createServer } from "node:http";
import { Pool } from "undici";
const pool = new Pool("http://127.0.0.1:5100", { connections: 512, pipelining: 1 });
createServer((req, res) => {
  pool.dispatch({ method: "GET", path: req.url!, headers: ["authorization", req.headers.authorization!], body: null }, {
    onRequestStart() {},
    onResponseStart(_c, s, h) {
      delete h.connection;
      res.writeHead(s, h as never);
    },
    onResponseData(_c, d) {
      res.end(d);
    },
    onResponseEnd() {},
    onResponseError() {},
  });
}).listen(5104, "127.0.0.1");
