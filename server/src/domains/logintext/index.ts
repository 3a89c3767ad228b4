import { ownTexts } from "#src/kits/texts/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { template } from "./api.v1.ts";
import type { LoginTexts } from "./texts.ts";

export { type BuiltInLoginTexts, loginTextParts } from "./api.v1.ts";
export { groupsOf, type LoginTexts, loginTextNames } from "./texts.ts";

/**
 * What an instance, or one organization, says in the place of the built-in texts. Cached.
 * @param orgId empty for the instance
 */
export async function ownLoginTexts(
  ctx: Pick<Ctx, "config" | "instanceId">,
  orgId: string,
  language: string,
): Promise<LoginTexts> {
  const place =
    orgId === ""
      ? ({ level: "instance", id: ctx.instanceId } as const)
      : ({ level: "org", id: orgId } as const);
  return (await ownTexts(ctx, { ...place, template, language }))?.state.texts ?? {};
}
