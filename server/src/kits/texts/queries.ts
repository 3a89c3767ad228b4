import type { Row } from "#src/platform/eventstore/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import type { TextsTarget } from "./commands.ts";
import { type OwnTexts, textsRef } from "./state.ts";

type Reader = Pick<Ctx, "config" | "instanceId">;

/** What was written there; cached, exact. */
export async function ownTexts(ctx: Reader, target: TextsTarget): Promise<Row<OwnTexts> | undefined> {
  const { entity, aggregateId, entityId } = textsRef(target.level, target.id, target);
  return ctx.config.row(entity, aggregateId, entityId);
}

/**
 * What was written instead of the product's own texts, text by text: the organization's over the instance's.
 * @param orgId empty where no organization is concerned
 */
export async function effectiveTexts(
  ctx: Reader,
  orgId: string,
  which: Pick<TextsTarget, "template" | "language">,
): Promise<Readonly<Record<string, string>>> {
  const [shared, own] = await Promise.all([
    ownTexts(ctx, { level: "instance", id: ctx.instanceId, ...which }),
    orgId === "" ? undefined : ownTexts(ctx, { level: "org", id: orgId, ...which }),
  ]);
  return { ...shared?.state.texts, ...own?.state.texts };
}
