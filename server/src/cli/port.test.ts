import { once } from "node:events";
import { createServer, type Server } from "node:net";
import { afterEach, expect, test } from "vitest";
import { holderOf, requirePort } from "./port.ts";

let server: Server | undefined;
afterEach(async () => {
  server?.close();
  if (server) await once(server, "close");
  server = undefined;
});

async function taken(): Promise<number> {
  server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

test("a port that is taken is told with the process that has it and the way out", async () => {
  const port = await taken();
  expect(holderOf(port)?.pid).toBe(process.pid);
  const message = `port ${port} is in use by process ${process.pid} \\(.+\\): .*--port`;
  await expect(requirePort("127.0.0.1", port)).rejects.toThrow(new RegExp(message));
});

test("a free port can be had, and is left free", async () => {
  const port = await taken();
  server?.close();
  if (server) await once(server, "close");
  server = undefined;
  await requirePort("127.0.0.1", port);
  await requirePort("127.0.0.1", port);
  expect(holderOf(port)).toBeUndefined();
  await requirePort("127.0.0.1", 0);
});

test("an address that the machine does not have is told as such", async () => {
  const port = await taken();
  await expect(requirePort("192.0.2.1", port)).rejects.toThrow(/--host/);
});
