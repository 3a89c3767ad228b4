import type { Duration } from "@bufbuild/protobuf/wkt";
import { loginNamesOf, userById } from "#src/domains/user/index.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { timestamp } from "#src/platform/rpc/index.ts";
import type { UserAgent } from "./events.ts";
import { asItStands } from "./standing.ts";
import type { SessionState } from "./state.ts";

interface WireUserAgent {
  readonly fingerprintId?: string | undefined;
  readonly ip?: string | undefined;
  readonly description?: string | undefined;
  readonly header: Readonly<Record<string, { readonly values: readonly string[] }>>;
}

export const metadataFrom = (
  metadata: Readonly<Record<string, Uint8Array>>,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(metadata).map(([key, value]) => [key, Buffer.from(value).toString("base64")]),
  );

/** Whole seconds, rounded up: zero of them would be for ever. */
export const secondsFrom = (lifetime: Duration | undefined): number | undefined =>
  lifetime === undefined ? undefined : Number(lifetime.seconds) + (lifetime.nanos > 0 ? 1 : 0);

export function userAgentFrom(wire: WireUserAgent | undefined): UserAgent | undefined {
  if (wire === undefined) return undefined;
  const header = Object.fromEntries(Object.entries(wire.header).map(([name, { values }]) => [name, values]));
  return {
    ...(wire.fingerprintId === undefined ? {} : { fingerprint_id: wire.fingerprintId }),
    ...(wire.ip === undefined ? {} : { ip: wire.ip }),
    ...(wire.description === undefined ? {} : { description: wire.description }),
    ...(Object.keys(header).length === 0 ? {} : { header }),
  };
}

const at = (time: string) => timestamp(new Date(time));
const verified = (time: string | undefined) => (time === undefined ? undefined : { verifiedAt: at(time) });

async function factorsV2(ctx: Ctx, session: Row<SessionState>) {
  const userId = session.state.factors.user?.id;
  const user = userId === undefined ? undefined : await userById(ctx, userId);
  const { factors } = user ? asItStands(session.state, session.aggregateId, user.state) : session.state;
  return {
    user: factors.user && {
      verifiedAt: at(factors.user.checkedAt),
      id: factors.user.id,
      organizationId: factors.user.orgId,
      loginName: user ? (await loginNamesOf(ctx, user)).preferred : "",
      displayName:
        user?.state.kind === "human" ? user.state.human.displayName : (user?.state.machine.name ?? ""),
    },
    password: verified(factors.passwordAt),
    webAuthN: factors.webAuthN && {
      verifiedAt: at(factors.webAuthN.at),
      userVerified: factors.webAuthN.userVerified,
    },
    intent: verified(factors.intentAt),
    totp: verified(factors.totpAt),
    otpSms: verified(factors.otpSmsAt),
    otpEmail: verified(factors.otpEmailAt),
    recoveryCode: verified(factors.recoveryCodeAt),
  };
}

export async function sessionV2(ctx: Ctx, row: Row<SessionState>) {
  const { userAgent, metadata, expiresAt } = row.state;
  const known = Object.keys(userAgent).length > 0;
  return {
    id: row.aggregateId,
    creationDate: timestamp(row.createdAt),
    changeDate: timestamp(row.changedAt),
    sequence: BigInt(row.sequence),
    factors: await factorsV2(ctx, row),
    metadata: Object.fromEntries(
      Object.entries(metadata).map(([key, value]) => [key, new Uint8Array(Buffer.from(value, "base64"))]),
    ),
    userAgent: known
      ? {
          fingerprintId: userAgent.fingerprint_id,
          ip: userAgent.ip,
          description: userAgent.description,
          header: Object.fromEntries(
            Object.entries(userAgent.header ?? {}).map(([name, values]) => [name, { values: [...values] }]),
          ),
        }
      : undefined,
    expirationDate: expiresAt === undefined ? undefined : at(expiresAt),
  };
}
