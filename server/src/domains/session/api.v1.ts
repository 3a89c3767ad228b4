import { AuthService } from "#contract/zitadel/auth_pb.ts";
import { SessionState as State } from "#contract/zitadel/user_pb.ts";
import { avatarUrl, loginNamesOf, userById } from "#src/domains/user/index.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { details, part } from "#src/platform/rpc/index.ts";
import { sessionsOfUserAgent } from "./queries.ts";
import type { SessionState } from "./state.ts";

async function sessionV1(ctx: Ctx, row: Row<SessionState>) {
  const userId = row.state.factors.user?.id ?? "";
  const user = await userById(ctx, userId);
  return {
    sessionId: row.aggregateId,
    agentId: row.state.userAgent.fingerprint_id ?? "",
    authState: State.ACTIVE,
    userId,
    userName: user?.state.userName ?? "",
    loginName: user ? (await loginNamesOf(ctx, user)).preferred : "",
    displayName:
      user?.state.kind === "human" ? user.state.human.displayName : (user?.state.machine.name ?? ""),
    avatarUrl: avatarUrl(user, ctx.origin),
    details: details(row),
  };
}

/** Who is logged in in the caller's browser; nobody where the token came from none. */
export const authPart = part(AuthService, {
  async listMyUserSessions(_request, ctx) {
    const { userAgentId } = ctx.caller;
    const rows = userAgentId ? await sessionsOfUserAgent(ctx, userAgentId) : [];
    return { result: await Promise.all(rows.map((row) => sessionV1(ctx, row))) };
  },
});
