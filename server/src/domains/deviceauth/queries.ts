import { type Sql, sql } from "#src/platform/db/index.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import { type Budget, limitRules } from "#src/platform/limits/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { DeviceAuth, type DeviceAuthState, userCodeKind } from "./state.ts";
import { readUserCode, shownUserCode } from "./user-code.ts";

export const deviceAuthById = (ctx: Ctx, id: string): Promise<Row<DeviceAuthState> | undefined> =>
  ctx.store.get(DeviceAuth, ctx.instanceId, id);

/** What a device's secret stands for; undefined for any string that is not one. */
export async function deviceAuthByCode(
  ctx: Ctx,
  deviceCode: string,
): Promise<Row<DeviceAuthState> | undefined> {
  const id = ctx.secrets.openToken("device_code", deviceCode);
  return id === undefined ? undefined : deviceAuthById(ctx, id);
}

/** Who types codes: a browser, or whoever calls for a login of their own, all of whose people have one address. */
export type Guesser = { readonly browserId: string } | "caller";

/** Logins of somebody's own have a bound each, so that none of them uses up that of the pages or of another. */
function guessesOf({ instanceId, ip, caller }: Ctx, guesser: Guesser): readonly Budget[] {
  const { userCodePerInstance, userCodePerAddress, userCodePerBrowser } = limitRules;
  if (guesser === "caller") return [{ instanceId, rule: userCodePerInstance, subject: caller.userId }];
  return [
    { instanceId, rule: userCodePerBrowser, subject: guesser.browserId },
    { instanceId, rule: userCodePerAddress, subject: ip },
    { instanceId, rule: userCodePerInstance, subject: "" },
  ];
}

/**
 * The device that shows a code, whatever has become of it. Codes are short: what no device waits with counts as a guess.
 * @throws resource_exhausted LIMIT-f4Sl7 after too many
 */
export async function deviceAuthByUserCode(
  ctx: Ctx,
  typed: string,
  guesser: Guesser,
): Promise<Row<DeviceAuthState> | undefined> {
  const { instanceId } = ctx;
  const { row } = await ctx.limits.guard(guessesOf(ctx, guesser), async () => {
    const code = readUserCode(typed);
    const found =
      code === undefined
        ? undefined
        : await ctx.store.holder(DeviceAuth, instanceId, userCodeKind, ctx.secrets.digest("user_code", code));
    return { ok: found?.state.status === "initiated", row: found };
  });
  return row;
}

/** The code that the device shows. */
export const userCodeOf = (ctx: Ctx, { state }: Row<DeviceAuthState>): string =>
  shownUserCode(ctx.secrets.open("user_code", state.sealedUserCode).toString("utf8"));

/** Over all instances: requests made before `before`, answered or not: nobody comes back to them. */
export const isPastDeviceAuth = (before: Date): Sql => sql`t.created_at < ${before}`;
