import { effectiveDomainPolicy } from "#src/domains/domainpolicy/index.ts";
import { Org } from "#src/domains/org/index.ts";
import { effectiveCodeShape } from "#src/domains/secretgenerator/index.ts";
import { bulkSet, type MetadataEntry } from "#src/kits/metadata/index.ts";
import { ownedBy, ref, type Written } from "#src/platform/eventstore/index.ts";
import { invalid } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { newUser } from "./chosen-id.ts";
import {
  addMachine,
  changeMachine,
  changeUserName,
  removeMachineSecret,
  setMachineSecret,
  userNameFrom,
} from "./decisions.ts";
import type { TokenType, UserEvent } from "./events.ts";
import { requireFreeOfForeignDomain } from "./login-names.ts";
import { requireUser } from "./queries.ts";
import { User, type UserState } from "./state.ts";

export interface NewMachine {
  readonly userId?: string | undefined;
  readonly orgId: string;
  /** The user id when left out. */
  readonly userName?: string | undefined;
  readonly name: string;
  readonly description?: string | undefined;
  readonly accessTokenType?: TokenType | undefined;
  readonly metadata?: readonly MetadataEntry[] | undefined;
}

export async function createMachine(ctx: Ctx, input: NewMachine): Promise<Written<UserState>> {
  const root = newUser(ctx, input.userId, "USER-Id4us");
  const userId = root.aggregateId;
  const { userLoginMustBeDomain } = await effectiveDomainPolicy(ctx, input.orgId);
  const userName = userNameFrom(input.userName || userId);
  if (!userLoginMustBeDomain) await requireFreeOfForeignDomain(ctx, userName, input.orgId);
  if (input.name.trim() === "") throw invalid("COMMAND-bs9Ds", "Errors.User.Invalid", { field: "name" });
  const added = {
    userName,
    userLoginMustBeDomain,
    name: input.name,
    ...(input.description ? { description: input.description } : {}),
    ...(input.accessTokenType ? { accessTokenType: input.accessTokenType } : {}),
  };
  const target = ownedBy(input.orgId, root);
  const metadata = input.metadata?.length ? bulkSet("user", userId, input.metadata) : undefined;
  const refs = [ref(Org, input.orgId), target, ...(metadata?.refs ?? [])] as const;
  const [, row] = await ctx.store.execute(ctx, refs, ([org, user, ...entries]) => [
    [],
    addMachine(added)(org, user),
    ...(metadata?.decide(entries) ?? []),
  ]);
  return row;
}

export interface MachineChanges {
  readonly userName?: string | undefined;
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly accessTokenType?: TokenType | undefined;
  /** Entries to set; others stay. */
  readonly metadata?: readonly MetadataEntry[] | undefined;
}

export async function changeMachineUser(
  ctx: Ctx,
  userId: string,
  changes: MachineChanges,
): Promise<Written<UserState>> {
  const { owner } = await requireUser(ctx, userId);
  const { userLoginMustBeDomain } = await effectiveDomainPolicy(ctx, owner);
  const userName = changes.userName === undefined ? undefined : userNameFrom(changes.userName);
  if (userName !== undefined && !userLoginMustBeDomain)
    await requireFreeOfForeignDomain(ctx, userName, owner);
  const metadata = changes.metadata?.length ? bulkSet("user", userId, changes.metadata) : undefined;
  const refs = [ref(User, userId), ...(metadata?.refs ?? [])] as const;
  const [row] = await ctx.store.execute(ctx, refs, ([user, ...entries]) => [
    [
      ...(userName === undefined ? [] : changeUserName(userName, userLoginMustBeDomain)(user)),
      ...changeMachine(changes)(user),
    ],
    ...(metadata?.decide(entries) ?? []),
  ]);
  return row;
}

/** Makes a new client secret; it is shown once and replaces the one before. */
export async function generateSecret(
  ctx: Ctx,
  userId: string,
): Promise<{ readonly row: Written<UserState>; readonly secret: string }> {
  const { shape } = await effectiveCodeShape(ctx, "app_secret");
  const secret = ctx.secrets.code(shape);
  const hash = await ctx.secrets.hashSecret(secret);
  const [row] = await ctx.store.execute(ctx, [ref(User, userId)], ([user]) => [setMachineSecret(hash)(user)]);
  return { row, secret };
}

export async function dropSecret(ctx: Ctx, userId: string): Promise<Written<UserState>> {
  const [row] = await ctx.store.execute(ctx, [ref(User, userId)], ([user]) => [removeMachineSecret(user)]);
  return row;
}

/**
 * Whether `secret` is the service user's. A success leaves no trace but a better hash where it was outdated;
 * a failure is recorded.
 * @throws invalid_argument OIDC-pieP8 when there is none, OIDC-VoXo6 when it is wrong
 */
export async function checkSecret(ctx: Ctx, userId: string, user: UserState, secret: string): Promise<void> {
  const hash = user.kind === "machine" ? user.machine.secretHash : undefined;
  if (hash === undefined) throw invalid("OIDC-pieP8", "Errors.User.Machine.Secret.NotExisting");
  const { ok, upgrade } = await ctx.secrets.verifySecret(hash, secret);
  const event: UserEvent | undefined = ok
    ? upgrade === undefined
      ? undefined
      : { type: "user.machine.secret.updated", payload: { hashedSecret: upgrade } }
    : { type: "user.machine.secret.check.failed", payload: null };
  if (event)
    await ctx.store.execute(ctx, [ref(User, userId)], ([current]) => {
      const same = current?.kind === "machine" && current.machine.secretHash === hash;
      return [same ? [event] : []];
    });
  if (!ok) throw invalid("OIDC-VoXo6", "Errors.User.Machine.Secret.Invalid");
}
