/**
 * A process that uses an embedded server, for tests that kill it. Arguments: role, data directory, temporary
 * folder. Says one JSON line when it is up or refused; leaves when its stdin ends.
 */
import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { attachOrStart, EmbeddedDatabaseError, startEmbedded } from "#src/platform/db/index.ts";

const [role, dataDir, temporary] = process.argv.slice(2);
if (dataDir === undefined || temporary === undefined)
  throw new Error("role, data directory, temporary folder");
const say = (line: object): void => console.log(JSON.stringify(line));

try {
  const database = await (role === "owner" ? startEmbedded : attachOrStart)({
    dataDir,
    temporary,
    platform: process.platform,
    arch: process.arch,
    identity: { pid: process.pid, host: hostname() },
    newId: randomUUID,
    localMs: Date.now,
    onTrouble: (message) => console.error(message),
  });
  say({ url: database.url, data: database.data });
  process.stdin.on("end", () => void database.stop()).resume();
} catch (error) {
  if (!(error instanceof EmbeddedDatabaseError)) throw error;
  say({ refused: error.reason, message: error.message });
}
