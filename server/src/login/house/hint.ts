import type { Ctx } from "#src/platform/request/index.ts";
import type { Loaded } from "../visit.ts";
import { tellName } from "./user.ts";

/**
 * Before it is shown whose session a login goes on in: where somebody is signed in, that tells whether a login_hint is
 * the name of somebody else, which is counted like a name that was typed.
 * @throws resource_exhausted LIMIT-f4Sl7
 */
export async function tellHint(ctx: Ctx, { known, facts, settings }: Loaded): Promise<void> {
  const asked = known.request?.kind === "oidc" ? known.request.row.state.request : undefined;
  const isName = Boolean(asked?.login_hint) && !asked?.hint_user_id && !asked?.only_user_id;
  const { browserSessions, request } = facts;
  if (!isName || browserSessions.length === 0 || settings.ignoreUnknownUsernames) return;
  if (browserSessions.some(({ userId }) => userId === request.hintUserId)) return;
  await tellName(ctx, request.hintUserId !== undefined);
}
