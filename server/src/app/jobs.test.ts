import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { createOrg, Org } from "#src/domains/org/index.ts";
import { User } from "#src/domains/user/index.ts";
import { loadConfig } from "#src/platform/config/index.ts";
import { parseMasterKeys } from "#src/platform/crypto/index.ts";
import { sql } from "#src/platform/db/index.ts";
import { DeliveryFailed } from "#src/platform/delivery/index.ts";
import { fresh, ownedBy, ref } from "#src/platform/eventstore/index.ts";
import { createLog } from "#src/platform/telemetry/index.ts";
import { freshDatabase } from "#test/harness/database.ts";
import { type Core, type OpenOptions, openCore } from "./core.ts";
import { createFirstInstance, setupContext } from "./first-instance.ts";
import { openGatehouse } from "./gatehouse.ts";
import { troubleLog } from "./jobs.ts";

async function options(databaseUrl: string): Promise<OpenOptions> {
  const loaded = loadConfig({ args: ["--port", "0"], env: {}, readFile: () => "" });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  return {
    config: loaded.config,
    databaseUrl,
    keys: parseMasterKeys("a-master-key-for-the-tests-only!"),
    log: createLog({ level: "error", format: "text", write: () => undefined, clock: () => new Date() }),
    newRequestId: () => "r",
    machineSeed: "m",
    worker: 1,
    folders: {
      console: new URL("../login/assets/", import.meta.url).pathname,
      loginAssets: new URL("../login/assets/", import.meta.url),
    },
  };
}

test("the server does the jobs of its own commits at once, and takes none after its end", async () => {
  const place = await freshDatabase();
  const watch = await place.open();
  const given = await options(place.url);
  const opened = await openCore(given);
  let woken = 0;
  const core: Core = {
    ...opened,
    listenForJobs: (wake) => opened.listenForJobs(() => ((woken += 1), wake())),
  };
  await createFirstInstance(given.config, core);
  const gatehouse = await openGatehouse(core, given);
  const [instance] = await watch.query<{ id: string }>(sql`select aggregate_id as id from instances`);
  const ctx = setupContext(core, instance?.id ?? "", "http://localhost");
  const { aggregateId: orgId } = await createOrg(ctx, "Brief");
  const userId = core.newId();
  await core.store.execute(ctx, [ownedBy(orgId, fresh(User, userId))], () => [
    [{ type: "user.machine.added", payload: { userName: "brief", name: "brief" } }],
  ]);
  const before = woken;
  await core.store.execute(ctx, [ref(Org, orgId)], () => [[{ type: "org.removed", payload: null }]], {
    jobs: () => [{ task: "org.cleanup", payload: { orgId } }],
  });
  expect(woken).toBeGreaterThan(before);
  await expect.poll(() => core.store.get(User, ctx.instanceId, userId)).toBeUndefined();

  const tasks = async () => {
    const rows = await watch.query<{ task: string }>(sql`select task from jobs order by task`);
    return rows.map(({ task }) => task);
  };
  // The removal of the user leaves a job of its own.
  await expect.poll(tasks).toEqual(["purge"]);

  await gatehouse.close();
  await watch.query(
    sql`insert into jobs (instance_id, task, payload, run_at) values ('i', 'user.cleanup', '{"userId":"1"}', now())`,
  );
  await sleep(300);
  expect(await tasks()).toEqual(["purge", "user.cleanup"]);
  await watch.close();
});

test("what others do not take is one line of the log, without a stack; the unexpected has one", () => {
  const lines: string[] = [];
  const write = (line: string) => void lines.push(line);
  const clock = () => new Date("2026-11-21T10:11:12.345Z");
  const tell = troubleLog(createLog({ level: "warn", format: "text", write, clock }));
  const job = { id: "7", instanceId: "i", task: "session.logout.back_channel", payload: {}, attempt: 2 };
  tell(
    new DeliveryFailed("provider", "no logout was taken at app.example: it answered 503", new Error("x")),
    job,
  );
  tell(new Error("a bug"), job);
  expect(lines[0]).toBe(
    '10:11:12.345 warn  a job failed job=7 task=session.logout.back_channel attempt=2 reason="no logout was taken at app.example: it answered 503"\n',
  );
  expect(lines[1]).toMatch(/a bug.*\n {2}at /);
});
