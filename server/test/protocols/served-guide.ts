import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { freePort, removeData } from "../harness/processes.ts";
import { commandsOf } from "./guide.ts";
import { ready } from "./server.ts";
import { interrupt, lastWords, open } from "./terminals.ts";

export interface ServedGuide {
  /** Types what the reader types, to its end. @returns what they saw */
  read(): Promise<string>;
  close(): Promise<void>;
}

/**
 * Follows a guide of two terminals: the first starts the product, the second is its reader's.
 * @param name of the guide, which its data lie under in `.gatehouse`
 */
export async function serveGuide(text: string, name: string): Promise<ServedGuide> {
  const folder = await mkdtemp(join(tmpdir(), `gatehouse-${name}-`));
  const port = String(await freePort());
  const commands = commandsOf(text.replaceAll("8080", port).replaceAll(`.gatehouse/${name}`, folder));
  expect([...commands.keys()]).toEqual(["1", "2"]);
  const server = open(commands.get("1") ?? "");
  await ready(`http://localhost:${port}`, lastWords(server));
  return {
    async read() {
      const reader = open(commands.get("2") ?? "");
      await new Promise<void>((ended) => reader.child.once("close", () => ended()));
      expect(reader.child.exitCode, reader.output()).toBe(0);
      return reader.output();
    },
    async close() {
      await interrupt(server);
      removeData(join(folder, "data"));
      await rm(folder, { recursive: true, force: true });
    },
  };
}
