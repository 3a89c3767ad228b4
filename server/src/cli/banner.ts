import { realpathSync } from "node:fs";
import { resolve } from "node:path";
import type { FirstStart } from "#src/app/first-instance.ts";

export interface Facts {
  readonly url: string;
  readonly firstStart: FirstStart | undefined;
  readonly inbox: string | undefined;
  /** Whether any instance's mails go into the inbox. SMS may in any case. */
  readonly keepsMail: boolean;
  /** Ours, and where PostgreSQL's data really are; undefined with a database of the operator's. */
  readonly data: { readonly dir: string; readonly postgres: string } | undefined;
  readonly keyFile: string | undefined;
}

/** What the operator wants to know of a start, and the password that nobody will see again. */
export function banner({ url, firstStart, inbox, keepsMail, data, keyFile }: Facts): string {
  const lines = [`Gatehouse answers at ${url}/`];
  if (firstStart?.loginName !== undefined) lines.push(`  log in as   ${firstStart.loginName}`);
  if (firstStart?.password !== undefined)
    lines.push(`  password    ${firstStart.password}   (to be changed at the first login)`);
  if (inbox !== undefined)
    lines.push(
      `  ${keepsMail ? "mail, SMS" : "SMS      "}   ${inbox}   (kept there while no provider is active)`,
    );
  if (data !== undefined) lines.push(`  data        ${dataLine(resolve(data.dir), data.postgres)}`);
  if (keyFile !== undefined)
    lines.push(`  master key  ${resolve(keyFile)}   (back this up: without it the data cannot be read)`);
  return lines.join("\n");
}

/** As root below a folder that others cannot enter, the database lies elsewhere: that is what wants a backup. */
function dataLine(dir: string, postgres: string): string {
  return postgres.startsWith(`${realpathSync(dir)}/`) ? dir : `${postgres}   (${dir}/postgres leads there)`;
}
