/** Another user name for somebody whose own was taken by the domain that it ended in. */
import { effectiveDomainPolicy } from "#src/domains/domainpolicy/index.ts";
import { isReservedDomain, Org } from "#src/domains/org/index.ts";
import { changeHuman, userById } from "#src/domains/user/index.ts";
import { Failure } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";

export type NameChange = "ok" | "taken" | "reserved" | "temporary" | "empty";

/** Ids that the slices refuse with. */
const refusals: Readonly<Record<string, NameChange>> = {
  "V2-usrnm": "taken",
  "USER-Cl1id": "taken",
  "COMMAND-SFd21": "reserved",
  "V2-zzad3": "empty",
};

export async function changeUserName(ctx: Ctx, userId: string, userName: string): Promise<NameChange> {
  const domain = userName
    .slice(userName.lastIndexOf("@") + 1)
    .trim()
    .toLowerCase();
  if (userName.includes("@") && (await isReservedDomain(ctx, domain))) return "temporary";
  try {
    await changeHuman({ ...ctx, creator: userId }, userId, { userName });
    return "ok";
  } catch (error) {
    const refusal = error instanceof Failure ? refusals[error.id] : undefined;
    if (refusal === undefined) throw error;
    return refusal;
  }
}

/** What is put behind a user name where it is unique in its organization only. */
export async function nameSuffix(ctx: Ctx, userId: string): Promise<string | undefined> {
  const user = await userById(ctx, userId);
  if (user === undefined) return undefined;
  const { userLoginMustBeDomain } = await effectiveDomainPolicy(ctx, user.owner);
  const org = await ctx.config.row(Org, user.owner);
  return userLoginMustBeDomain && org ? `@${org.state.primaryDomain}` : undefined;
}
