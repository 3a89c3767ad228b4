/** What v2 and v2beta of the instance service do alike; their fields go by different names. */
import { filterPage } from "#src/kits/search/index.ts";
import type { Sql } from "#src/platform/db/index.ts";
import { Failure, notFound } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { timestamp } from "#src/platform/rpc/index.ts";
import { distrustDomain, trustDomain } from "./commands.ts";
import { addInstanceHost, endInstance, removeInstanceHost, renameInstance } from "./lifecycle-commands.ts";
import { instanceOf } from "./queries.ts";
import { type ShownInstance, searchHosts, searchTrusted, shownInstance } from "./search-queries.ts";
import { hostShape, pagination, trustedShape } from "./translate.ts";
import { inInstance, namedInstance, permittedInstance } from "./which.ts";

/** @throws not_found */
export async function requireShown(ctx: Ctx): Promise<ShownInstance> {
  const shown = await shownInstance(ctx);
  if (!shown) throw notFound("INST-Sh0nf", "Errors.Instance.NotFound");
  return shown;
}

/** For reading, as managers of the instance or as users of the system. */
export const readable = (ctx: Ctx, instanceId: string): Promise<Ctx> =>
  permittedInstance(ctx, instanceId, "iam.read", "system.instance.read");

/** For changing, as managers of the instance or as users of the system. */
export const changeable = (ctx: Ctx, instanceId: string): Promise<Ctx> =>
  permittedInstance(ctx, instanceId, "iam.write", "system.instance.write");

/** Removals of what is not there succeed, without a date. */
async function deletionOf(removal: Promise<{ readonly changedAt: Date }>) {
  try {
    return { deletionDate: timestamp((await removal).changedAt) };
  } catch (error) {
    if (error instanceof Failure && error.kind === "not_found") return {};
    throw error;
  }
}

export async function deleteInstance({ instanceId }: { readonly instanceId: string }, ctx: Ctx) {
  return deletionOf(endInstance(inInstance(ctx, instanceId)));
}

interface Naming {
  readonly instanceId: string;
  readonly instanceName: string;
}

export async function updateInstance({ instanceId, instanceName }: Naming, ctx: Ctx) {
  const instance = await changeable(ctx, instanceId);
  return { changeDate: timestamp((await renameInstance(instance, instanceName)).changedAt) };
}

export async function addHostTo(ctx: Ctx, instanceId: string, domain: string) {
  const host = await addInstanceHost(await namedInstance(ctx, instanceId), domain);
  return { creationDate: timestamp(host.createdAt) };
}

export async function removeHostFrom(ctx: Ctx, instanceId: string, domain: string) {
  return deletionOf(removeInstanceHost(await namedInstance(ctx, instanceId), domain));
}

export async function addTrustedTo(ctx: Ctx, instanceId: string, domain: string) {
  const trusted = await trustDomain(await changeable(ctx, instanceId), domain);
  return { creationDate: timestamp(trusted.createdAt) };
}

export async function removeTrustedFrom(ctx: Ctx, instanceId: string, domain: string) {
  return deletionOf(distrustDomain(await changeable(ctx, instanceId), domain));
}

interface Listing {
  readonly instanceId: string;
  readonly pagination?: Parameters<typeof filterPage>[0];
  readonly sortingColumn: number;
}

export async function listHosts(
  ctx: Ctx,
  { instanceId, pagination: wanted, sortingColumn }: Listing,
  conditionsOf: (primaryDomain: string) => readonly Sql[],
) {
  const named = await readable(ctx, instanceId);
  const instance = await instanceOf(named);
  const page = filterPage(wanted, ctx.pageLimits);
  const conditions = conditionsOf(instance.primaryDomain);
  const { rows, total } = await searchHosts(named, instance, conditions, page, sortingColumn);
  return {
    domains: rows.map((row) => hostShape(row, instance.primaryDomain)),
    pagination: pagination(total, page.limit),
  };
}

export async function listTrusted(
  ctx: Ctx,
  { instanceId, pagination: wanted, sortingColumn }: Listing,
  conditions: readonly Sql[],
) {
  const named = await readable(ctx, instanceId);
  const page = filterPage(wanted, ctx.pageLimits);
  const { rows, total } = await searchTrusted(named, conditions, page, sortingColumn);
  return { trustedDomain: rows.map(trustedShape), pagination: pagination(total, page.limit) };
}
