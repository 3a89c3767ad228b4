import { type Draft, type Entity, fresh, type Ref, unused } from "#src/platform/eventstore/index.ts";
import { alreadyExists, invalid } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";

/** What a path takes apart, and what nobody sees: the routes of REST could not name it. */
const unusable = /[\s/\\\p{C}]/u;

/**
 * A root to be made, by an id of the caller's choice or one that is made here. The unit is refused for an id that
 * something removed once had: memberships, grants and tokens of others still name it, and whoever took it would take
 * over what they give.
 * @param used of that refusal, already_exists; for what is still there the decision itself says so
 * @throws invalid_argument CHOSENID-Sh4pe for blanks, slashes and control characters
 */
export function newRoot<S extends object, E extends Draft>(
  { newId }: Pick<Ctx, "newId">,
  entity: Entity<S, E>,
  chosen: string | undefined,
  used: { readonly id: string; readonly key: string; readonly field: string },
): Ref<S, E> {
  if (chosen === undefined) return fresh(entity, newId());
  if (unusable.test(chosen))
    throw invalid("CHOSENID-Sh4pe", "Errors.ChosenID.Invalid", { field: used.field });
  return unused(entity, chosen, alreadyExists(used.id, used.key));
}
