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

/**
 * The device that shows a code, whatever has become of it. Codes are short: what no device waits with counts as a
 * guess, against the address that made it and the whole instance.
 * @param of whose guesses are counted; without the address for a login of somebody's own, where all people have one
 * @throws resource_exhausted LIMIT-f4Sl7 after too many
 */
export async function deviceAuthByUserCode(
  ctx: Ctx,
  typed: string,
  { perAddress }: { readonly perAddress: boolean },
): Promise<Row<DeviceAuthState> | undefined> {
  const { instanceId } = ctx;
  const budgets: readonly Budget[] = [
    ...(perAddress ? [{ instanceId, rule: limitRules.userCodePerAddress, subject: ctx.ip }] : []),
    { instanceId, rule: limitRules.userCodePerInstance, subject: "" },
  ];
  const { row } = await ctx.limits.guard(budgets, async () => {
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
