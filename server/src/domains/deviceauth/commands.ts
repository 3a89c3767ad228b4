import { fresh, type Row, ref } from "#src/platform/eventstore/index.ts";
import { Failure } from "#src/platform/failure/index.ts";
import { type Budget, limitRules, withinBudgets } from "#src/platform/limits/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { type Approval, addDeviceAuth, approve, bindBrowser, deny, expire } from "./decisions.ts";
import { DeviceAuth, type DeviceAuthState, userCodeTaken } from "./state.ts";
import { newUserCode, shownUserCode } from "./user-code.ts";

export interface DeviceRequest {
  readonly clientId: string;
  readonly scope: readonly string[];
  readonly audience: readonly string[];
  readonly needRefreshToken: boolean;
  readonly lifetimeSeconds: number;
}

export interface DeviceCodes {
  /** The device's own secret. */
  readonly deviceCode: string;
  /** As people see it, with its dash. */
  readonly userCode: string;
}

/** What waits counts against its address and its client until somebody has answered it. */
const budgetsOf = ({ instanceId }: Ctx, clientId: string, address: string | undefined): readonly Budget[] => [
  ...(address === undefined
    ? []
    : [{ instanceId, rule: limitRules.unfinishedLoginPerAddress, subject: address }]),
  { instanceId, rule: limitRules.waitingDevicesPerClient, subject: clientId },
];

/** @throws resource_exhausted LIMIT-m2Sg9 when too many of the address or of the client wait */
export async function requestDeviceAuth(ctx: Ctx, request: DeviceRequest): Promise<DeviceCodes> {
  const id = ctx.newId();
  const userCode = await withinBudgets(ctx.limits, budgetsOf(ctx, request.clientId, ctx.ip), () =>
    addWithFreeCode(ctx, id, request),
  );
  return { deviceCode: ctx.secrets.sealToken("device_code", id), userCode: shownUserCode(userCode) };
}

/** A code that another device has is as rare as a lucky guess; so often in a row something else is wrong. */
const maxDraws = 4;

async function addWithFreeCode(ctx: Ctx, id: string, request: DeviceRequest): Promise<string> {
  const expires = new Date(ctx.now.getTime() + request.lifetimeSeconds * 1000).toISOString();
  for (let draw = 1; ; draw++) {
    const userCode = newUserCode();
    const added = {
      ClientID: request.clientId,
      DeviceCode: id,
      UserCode: ctx.secrets.digest("user_code", userCode),
      Expires: expires,
      Scopes: request.scope,
      Audience: request.audience,
      State: 1,
      NeedRefreshToken: request.needRefreshToken,
      SealedUserCode: ctx.secrets.seal("user_code", userCode),
      RemoteIP: ctx.ip,
    } as const;
    try {
      await ctx.store.execute(ctx, [fresh(DeviceAuth, id)], ([before]) => [addDeviceAuth(added)(before)]);
      return userCode;
    } catch (error) {
      if (draw === maxDraws || !(error instanceof Failure) || error.id !== userCodeTaken) throw error;
    }
  }
}

/** The browser in which the code was entered is the one that may answer. */
export async function bindDeviceAuth(ctx: Ctx, id: string, browserId: string): Promise<void> {
  await ctx.store.execute(ctx, [ref(DeviceAuth, id)], ([before]) => [bindBrowser(browserId)(before)]);
}

/**
 * Gives a device its login. Whether that suffices is the caller's to judge.
 * @throws not_found, failed_precondition unless it waits for an answer
 */
export async function approveDeviceAuth(
  ctx: Ctx,
  request: Row<DeviceAuthState>,
  login: Approval,
): Promise<void> {
  await ctx.store.execute(ctx, [ref(DeviceAuth, request.aggregateId)], ([before]) => [
    approve(login, ctx.now)(before),
  ]);
  await giveBack(ctx, request);
}

/** @throws not_found, failed_precondition unless it waits for an answer */
export async function denyDeviceAuth(ctx: Ctx, request: Row<DeviceAuthState>): Promise<void> {
  await ctx.store.execute(ctx, [ref(DeviceAuth, request.aggregateId)], ([before]) => [deny(ctx.now)(before)]);
  await giveBack(ctx, request);
}

async function giveBack(ctx: Ctx, { state }: Row<DeviceAuthState>): Promise<void> {
  for (const budget of budgetsOf(ctx, state.clientId, state.remoteIp)) await ctx.limits.giveBack(budget);
}

/** Records that nobody answered in time. */
export async function expireDeviceAuth(ctx: Ctx, id: string): Promise<void> {
  await ctx.store.execute(ctx, [ref(DeviceAuth, id)], ([before]) => [expire(ctx.now)(before)]);
}
