/** A yardstick: the least that node:http can do for a request. Prints its port and serves until it is killed. */
import { createServer } from "node:http";

const body = JSON.stringify({ user: { name: "x".repeat(300) } });
const server = createServer((_req, res) =>
  res.writeHead(200, { "content-type": "application/json" }).end(body),
);
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  console.log(typeof address === "object" && address !== null ? address.port : 0);
});
