/** Devices that wait elsewhere for somebody to log in for them (RFC 8628 section 3.3). */
import {
  approveDeviceAuth,
  denyDeviceAuth,
  deviceAuthByUserCode,
  isPastExpiry,
  userCodeOf,
} from "#src/domains/deviceauth/index.ts";
import { notFound } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { enforce } from "../flow/index.ts";
import type { Visit } from "../visit.ts";
import { gatherFacts, type Known } from "./facts.ts";
import { bindDevice, type DeviceRequest, openDevice } from "./request.ts";
import { loginOf } from "./session.ts";
import { asLogin } from "./sign-in.ts";
import { readVisit } from "./visit.ts";

export type EnteredCode =
  | { readonly status: "ok"; readonly requestId: string }
  /** Nothing more is told than what whoever holds the device sees on it. */
  | { readonly status: "unknown" | "used" | "expired" };

/** The device that shows this code is answered in this browser from now on. @throws resource_exhausted */
export async function enterUserCode(ctx: Ctx, { browserId }: Visit, typed: string): Promise<EnteredCode> {
  const row = await deviceAuthByUserCode(ctx, typed, { browserId });
  const request = row && (await openDevice(ctx, row));
  if (request === undefined) return { status: "unknown" };
  const { state } = request.row;
  if (state.status === "expired" || isPastExpiry(state, ctx.now)) return { status: "expired" };
  if (state.status !== "initiated") return { status: "used" };
  return { status: "ok", requestId: await bindDevice(asLogin(ctx), request, browserId) };
}

/** For a login of somebody's own: the device that waits with this code. @throws resource_exhausted */
export async function waitingDevice(ctx: Ctx, typed: string): Promise<DeviceRequest | undefined> {
  const row = await deviceAuthByUserCode(ctx, typed, "caller");
  const request = row && (await openDevice(ctx, row));
  if (request === undefined || isPastExpiry(request.row.state, ctx.now)) return undefined;
  return request.row.state.status === "initiated" ? request : undefined;
}

/** What the person is asked. */
export interface DeviceQuestion {
  readonly scopes: readonly string[];
  /** As the device shows it. */
  readonly userCode: string;
  /** From where the device asked. */
  readonly address: string | undefined;
}

export async function deviceQuestion(ctx: Ctx, visit: Visit): Promise<DeviceQuestion | undefined> {
  const { request } = await readVisit(ctx, visit);
  if (request?.kind !== "device") return undefined;
  const { scope, remoteIp } = request.row.state;
  return { scopes: scope, userCode: userCodeOf(ctx, request.row), address: remoteIp };
}

/** @throws the refusal of the flow when the session does not suffice; failed_precondition when it was answered before */
export async function answerDevice(ctx: Ctx, visit: Visit, decision: "allow" | "deny"): Promise<void> {
  const known = await readVisit(ctx, visit);
  const { request } = known;
  if (request?.kind !== "device") throw notFound("LOGIN-dR0q2", "Errors.AuthRequest.NotExisting");
  if (decision === "deny") await denyDeviceAuth(asLogin(ctx), request.row);
  else await approveDevice(asLogin(ctx), { ...known, request });
}

/**
 * Gives a device its session. The one place that links the two, for the pages and for custom logins alike.
 * @throws the refusal of the flow when the session does not suffice; failed_precondition when it was answered before
 */
export async function approveDevice(
  ctx: Ctx,
  known: Known & { readonly request: DeviceRequest },
): Promise<void> {
  const facts = await gatherFacts(ctx, known);
  const refusal = enforce({ ...facts, now: ctx.now });
  if (refusal) throw refusal;
  const { session } = facts;
  if (session === undefined) throw notFound("LOGIN-dS0n4", "Errors.Session.NotExisting");
  const { factors, userAgent } = known.session?.state ?? {};
  await approveDeviceAuth(ctx, known.request.row, {
    ...loginOf(session),
    userOrgId: session.userOrgId,
    preferredLanguage: factors?.user?.preferredLanguage,
    userAgent,
  });
}
