import type { AnyEntity } from "#src/platform/eventstore/index.ts";
import { alreadyExists, invalid } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";

/** What a path takes apart, and what nobody sees: the routes of REST could not name it. */
const unusable = /[\s/\\\p{C}]/u;

/**
 * Refuses an id of the caller's choice with blanks, slashes or control characters, and an id that something removed once had: memberships, grants and tokens of others
 * still name it, and whoever took it would take over what they give.
 * @param chosen undefined when the id is made here, which needs no look
 * @throws invalid_argument CHOSENID-Sh4pe; already_exists; for what is still there the decision itself says so
 */
export async function requireNeverUsed(
  ctx: Pick<Ctx, "instanceId" | "store">,
  entity: AnyEntity,
  chosen: string | undefined,
  failure: { readonly id: string; readonly key: string; readonly field: string },
): Promise<void> {
  if (chosen === undefined) return;
  if (unusable.test(chosen))
    throw invalid("CHOSENID-Sh4pe", "Errors.ChosenID.Invalid", { field: failure.field });
  const filter = { aggregateTypes: [entity.aggregate], aggregateIds: [chosen], limit: 1 };
  const [history, present] = await Promise.all([
    ctx.store.events(ctx.instanceId, filter),
    ctx.store.get(entity, ctx.instanceId, chosen),
  ]);
  if (history.length > 0 && present === undefined) throw alreadyExists(failure.id, failure.key);
}
