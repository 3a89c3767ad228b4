import { avatarUrl, loginNamesOf, shownUser, usersByIds } from "#src/domains/user/index.ts";
import type { StoredEvent } from "#src/platform/eventstore/index.ts";
import { type Ctx, serviceNameOf } from "#src/platform/request/index.ts";
import { erasedText } from "./texts.ts";

/** Who did something. */
export interface Editor {
  /** The id of the user, also of one of the system, or the name of a service. */
  readonly id: string;
  readonly displayName: string;
  /** Empty for services, and for users who are gone. */
  readonly loginName: string;
  /** Empty without a picture. */
  readonly avatarUrl: string;
}

/** Everyone who is behind these events, looked up together. */
export async function editorsOf(
  ctx: Ctx,
  events: readonly StoredEvent[],
): Promise<(event: StoredEvent) => Editor> {
  const ids = [...new Set(events.map(({ creator }) => creator))].filter((id) => id !== "");
  const users = await usersByIds(ctx, ids);
  const gone = await removedAmong(
    ctx,
    ids.filter((id) => !users.has(id)),
  );
  const editors = new Map<string, Editor>();
  for (const id of ids) {
    const row = users.get(id);
    // What is no user of the instance acts by its name: a service, or a user of the system.
    const displayName = gone.has(id) ? erasedText(ctx.languages) : serviceNameOf(id);
    editors.set(
      id,
      row
        ? {
            id,
            displayName: shownUser(row).displayName,
            loginName: (await loginNamesOf(ctx, row)).preferred,
            avatarUrl: avatarUrl(row, ctx.origin),
          }
        : { id, displayName, loginName: "", avatarUrl: "" },
    );
  }
  return ({ creator: id }) => editors.get(id) ?? { id, displayName: id, loginName: "", avatarUrl: "" };
}

/** Which of these were users that are gone: their history stays when they do not. */
async function removedAmong(ctx: Ctx, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const ends = await ctx.store.events(ctx.instanceId, {
    aggregateTypes: ["user"],
    aggregateIds: ids,
    types: ["user.removed"],
    limit: ids.length,
  });
  return new Set(ends.map(({ aggregateId }) => aggregateId));
}
