import { type AnyEntity, ref, type Written } from "#src/platform/eventstore/index.ts";
import { notFound } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { type OwnTexts, type TextEvent, type TextLevel, textsRef } from "./state.ts";

/** Whose texts: the instance's or an organization's, of which template and in which language. */
export interface TextsTarget {
  readonly level: TextLevel;
  readonly id: string;
  readonly template: string;
  readonly language: string;
}

/**
 * Writes what a decision says.
 * @param orgs the entity of organizations, which no kit knows
 * @throws not_found for an organization that is not there
 */
export async function writeTexts(
  ctx: Ctx,
  orgs: AnyEntity,
  target: TextsTarget,
  decide: (own: OwnTexts | undefined) => readonly TextEvent[],
): Promise<Written<OwnTexts>> {
  const own = textsRef(target.level, target.id, target);
  if (target.level === "instance") {
    const [written] = await ctx.store.execute(ctx, [own], ([before]) => [decide(before)]);
    return written;
  }
  const [written] = await ctx.store.execute(ctx, [own, ref(orgs, target.id)] as const, ([before, org]) => {
    if (org === undefined) throw notFound("TEXTS-Or9nf", "Errors.Org.NotFound");
    return [decide(before), []];
  });
  return written;
}
