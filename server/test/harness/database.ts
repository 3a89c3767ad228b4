import { randomBytes } from "node:crypto";
import { inject } from "vitest";
import {
  type Database,
  type DatabaseOptions,
  identifier,
  openDatabase,
  sql,
} from "#src/platform/db/index.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The maintenance database of the run's server. */
    postgresUrl: string;
    /** For what the whole run shares; it goes with the run. */
    runFolder: string;
  }
}

/** An empty database, or a copy of a template, of the run's server; nobody else knows it, nobody drops it. */
export interface FreshDatabase {
  readonly name: string;
  readonly url: string;
  open(options?: Partial<DatabaseOptions>): Promise<Database>;
}

/** What many tests start from, made once per run and copied (about 40 ms). */
export interface Template {
  /** Lower-case letters, digits and underscores; names the content: another content is another name. */
  readonly name: string;
  /** Fills it. Every session it opens must be closed when it returns. */
  prepare(database: FreshDatabase): Promise<void>;
}

function describe(name: string): FreshDatabase {
  const url = new URL(inject("postgresUrl").replace("@/", "@socket/"));
  url.pathname = `/${name}`;
  const address = url.href.replace("@socket/", "@/");
  return {
    name,
    url: address,
    open: (options) => openDatabase({ url: address, localMs: Date.now, ...options }),
  };
}

/** Runs `work` on the maintenance database, alone among all workers of the run while `key` is held. */
export async function withAdmin(
  key: string | undefined,
  work: (admin: Admin) => Promise<void>,
): Promise<void> {
  const database = await openDatabase({ url: inject("postgresUrl"), localMs: Date.now, poolSize: 1 });
  try {
    const admin = await database.connect("test harness");
    if (key !== undefined)
      await admin.query(sql`select pg_advisory_lock(hashtext(${key})) is null as locked`);
    await work(admin);
  } finally {
    await database.close();
  }
}

type Admin = Awaited<ReturnType<Database["connect"]>>;

async function exists(admin: Admin, name: string): Promise<boolean> {
  const rows = await admin.query(sql`select 1 from pg_database where datname = ${name}`);
  return rows.length > 0;
}

/** A template half made by a failed `prepare` is not taken: it gets its name when it is done. */
async function ensureTemplate(template: Template): Promise<void> {
  await withAdmin(template.name, async (admin) => {
    if (await exists(admin, template.name)) return;
    const draft = `draft_${randomBytes(8).toString("hex")}`;
    await admin.query(sql`create database ${identifier(draft)}`);
    await template.prepare(describe(draft));
    await admin.query(sql`alter database ${identifier(draft)} rename to ${identifier(template.name)}`);
  });
}

/** Makes a database for a test file (or worker). */
export async function freshDatabase(template?: Template): Promise<FreshDatabase> {
  if (template !== undefined) await ensureTemplate(template);
  const name = `test_${randomBytes(8).toString("hex")}`;
  const source = identifier(template?.name ?? "template0");
  await withAdmin(undefined, async (admin) => {
    await admin.query(sql`create database ${identifier(name)} template ${source}`);
  });
  return describe(name);
}
