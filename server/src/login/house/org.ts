import { featureOf } from "#src/domains/feature/index.ts";
import { instanceOf } from "#src/domains/instance/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";

/**
 * Whose settings a login follows when it was asked for no organization, and nobody is known yet: the default one's,
 * where the instance has that feature; else the instance's own, which are those of the organization "".
 */
export async function orgOfNobody(ctx: Ctx): Promise<string> {
  if (!(await featureOf(ctx, "loginDefaultOrg"))) return "";
  return (await instanceOf(ctx)).defaultOrgId;
}
