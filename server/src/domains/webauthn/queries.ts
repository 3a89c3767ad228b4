import { sql } from "#src/platform/db/index.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import type { AuthenticatorKind } from "./events.ts";
import { type AuthenticatorState, entityOf, PasskeyCode, type ReadyAuthenticator } from "./state.ts";

/** A person's authenticators of one kind, oldest first; also those whose registration is not finished. */
export const authenticatorsOf = (
  ctx: Pick<Ctx, "store" | "instanceId">,
  userId: string,
  kind: AuthenticatorKind,
): Promise<readonly Row<AuthenticatorState>[]> =>
  ctx.store.select(
    entityOf[kind],
    ctx.instanceId,
    sql`t.aggregate_id = ${userId}`,
    sql`order by t.created_at, t.entity_id`,
  );

export const isReady = (row: Row<AuthenticatorState>): row is Row<ReadyAuthenticator> =>
  row.state.status === "ready";

/**
 * Those that somebody can log in with, oldest first.
 * @param rpId those alone that answer for this relying party
 */
export async function readyAuthenticators(
  ctx: Pick<Ctx, "store" | "instanceId">,
  userId: string,
  kind: AuthenticatorKind,
  rpId?: string,
): Promise<readonly Row<ReadyAuthenticator>[]> {
  const ready = (await authenticatorsOf(ctx, userId, kind)).filter(isReady);
  return rpId === undefined ? ready : ready.filter(({ state }) => state.rpId === rpId);
}

/** What somebody can log in with: the kind, and the relying party that it answers for. */
interface Usable {
  readonly kind: AuthenticatorKind;
  readonly rpId: string;
}

/** Whether somebody was asked to register a passkey, by a code that was not used so far; it may have expired. */
export const hasPasskeyCode = async (
  { store, instanceId }: Pick<Ctx, "store" | "instanceId">,
  userId: string,
): Promise<boolean> => {
  const codes = await store.select(
    PasskeyCode,
    instanceId,
    sql`t.aggregate_id = ${userId}`,
    sql`order by t.entity_id limit 1`,
  );
  return codes.length > 0;
};

/** All of both kinds, in one statement. */
export const usableAuthenticators = (
  { store, instanceId }: Pick<Ctx, "store" | "instanceId">,
  userId: string,
): Promise<readonly Usable[]> =>
  store.query<Usable>(
    sql`
    select 'passkey' as kind, p.state->>'rpId' as "rpId" from user_passkeys p
    where p.instance_id = ${instanceId} and p.aggregate_id = ${userId} and p.status = 'ready'
    union all
    select 'u2f', k.state->>'rpId' from user_u2f_keys k
    where k.instance_id = ${instanceId} and k.aggregate_id = ${userId} and k.status = 'ready'`,
    { gather: true },
  );
