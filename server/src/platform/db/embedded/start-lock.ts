import { createHash } from "node:crypto";
import { createServer, type Server } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

const retryMs = 20;

/** Undefined when somebody else listens on that name. */
function listen(name: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (error) => {
      if ("code" in error && error.code === "EADDRINUSE") resolve(undefined);
      else reject(error);
    });
    server.listen(name, () => resolve(server));
  });
}

/**
 * Does `work` while no other process does work on the same folder. The lock is a name in Linux' abstract
 * socket space, which ends with its process and leaves nothing behind. Without it two starts after a crash
 * could each take the other's new postmaster.pid for the dead one's. Elsewhere PostgreSQL's own lock file
 * must do, and stale ones are not touched.
 * @throws whatever `busy` makes, when the lock is not free within `timeoutMs`
 */
export async function withStartLock<T>(
  folder: string,
  timeoutMs: number,
  busy: () => Error,
  work: () => Promise<T>,
): Promise<T> {
  if (process.platform !== "linux") return work();
  const name = `\0gatehouse-start-${createHash("sha256").update(folder).digest("hex").slice(0, 32)}`;
  for (let waitedMs = 0; waitedMs <= timeoutMs; waitedMs += retryMs) {
    const server = await listen(name);
    if (server === undefined) {
      await sleep(retryMs);
      continue;
    }
    try {
      return await work();
    } finally {
      server.close();
    }
  }
  throw busy();
}
