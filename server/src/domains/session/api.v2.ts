import type { SearchQuery as QueryV2 } from "#contract/zitadel/session/v2/session_pb.ts";
import type {
  CreateSessionRequest,
  ListSessionsRequest,
  SetSessionRequest,
} from "#contract/zitadel/session/v2/session_service_pb.ts";
import { SessionService } from "#contract/zitadel/session/v2/session_service_pb.ts";
import type { SearchQuery as QueryV2beta } from "#contract/zitadel/session/v2beta/session_pb.ts";
import type {
  CreateSessionRequest as CreateV2beta,
  ListSessionsRequest as ListV2beta,
  SetSessionRequest as SetV2beta,
} from "#contract/zitadel/session/v2beta/session_service_pb.ts";
import { SessionService as SessionServiceV2beta } from "#contract/zitadel/session/v2beta/session_service_pb.ts";
import { emptyFilter, listPage } from "#src/kits/search/index.ts";
import { callerScope, requirePermission } from "#src/platform/authz/index.ts";
import type { Sql } from "#src/platform/db/index.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import { invalid } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { details, listDetails, part } from "#src/platform/rpc/index.ts";
import { requireMayBeHandedCodes, sessionToChange, sessionToEnd, sessionToRead } from "./access.ts";
import { createSession, terminate, updateSession } from "./commands.ts";
import { searchSessions, sessionFilters, sessionSorts } from "./queries.ts";
import type { SessionState } from "./state.ts";
import { challengesFrom, challengesV2, checksFrom } from "./translate.challenges.ts";
import { metadataFrom, secondsFrom, sessionV2, userAgentFrom } from "./translate.ts";

/** An empty creator or user agent in a filter means the caller's own. */
const sessionFilter =
  (ctx: Ctx) =>
  ({ query }: QueryV2 | QueryV2beta): Sql => {
    switch (query.case) {
      case "idsQuery":
        return sessionFilters.ids(query.value.ids);
      case "userIdQuery":
        return sessionFilters.user(query.value.id);
      case "creatorQuery":
        return sessionFilters.creator(query.value.id || ctx.caller.userId);
      case "creationDateQuery":
        return sessionFilters.created(query.value.method, query.value.creationDate);
      case "expirationDateQuery":
        return sessionFilters.expires(query.value.method, query.value.expirationDate);
      case "userAgentQuery": {
        const fingerprintId = query.value.fingerprintId || ctx.caller.userAgentId;
        if (!fingerprintId) throw invalid("SESSION-Ua5no", "List.Query.Invalid", { field: "userAgentQuery" });
        return sessionFilters.userAgent(fingerprintId);
      }
      default:
        throw emptyFilter();
    }
  };

/** v2 and v2beta are one: the same fields, the same behaviour. */
const handlers = {
  async createSession(request: CreateSessionRequest | CreateV2beta, ctx: Ctx) {
    // Nobody is signed in yet, so no organization's permission can count.
    await requirePermission(ctx, "session.write", { orgId: ctx.instanceId });
    const challenges = challengesFrom(request.challenges);
    const { row, token, ...made } = await createSession(ctx, {
      checks: checksFrom(request.checks),
      challenges,
      metadata: metadataFrom(request.metadata),
      lifetimeSeconds: secondsFrom(request.lifetime),
      userAgent: userAgentFrom(request.userAgent),
    });
    return {
      details: details(row),
      sessionId: row.aggregateId,
      sessionToken: token,
      challenges: challengesV2(challenges, made.challenges),
    };
  },
  async setSession(request: SetSessionRequest | SetV2beta, ctx: Ctx) {
    const session = await sessionToChange(ctx, request.sessionId, request.sessionToken);
    const challenges = challengesFrom(request.challenges);
    await requireMayBeHandedCodes(ctx, session, challenges);
    const { row, token, ...made } = await updateSession(asHolder(ctx, session), session, {
      byToken: request.sessionToken !== "",
      checks: checksFrom(request.checks),
      challenges,
      metadata: metadataFrom(request.metadata),
      lifetimeSeconds: secondsFrom(request.lifetime),
    });
    return {
      details: details(row),
      sessionToken: token,
      challenges: challengesV2(challenges, made.challenges),
    };
  },
  async deleteSession({ sessionId, sessionToken = "" }: SessionAndToken, ctx: Ctx) {
    const session = await sessionToEnd(ctx, sessionId, sessionToken);
    return { details: details(await terminate(asHolder(ctx, session), sessionId)) };
  },
  async getSession({ sessionId, sessionToken = "" }: SessionAndToken, ctx: Ctx) {
    return { session: await sessionV2(ctx, await sessionToRead(ctx, sessionId, sessionToken)) };
  },
  async listSessions({ query, queries, sortingColumn }: ListSessionsRequest | ListV2beta, ctx: Ctx) {
    const scope = await callerScope(ctx, "session.read");
    const sort = sortingColumn === 1 ? sessionSorts.created : undefined;
    const filters = queries.map(sessionFilter(ctx));
    const { rows, total } = await searchSessions(ctx, scope, filters, listPage(query, ctx.pageLimits), sort);
    return {
      details: listDetails(total, ctx.now),
      sessions: await Promise.all(rows.map((row) => sessionV2(ctx, row))),
    };
  },
};

/** Who came by the session's token alone acts as its user. */
const asHolder = (ctx: Ctx, { state }: Row<SessionState>): Ctx =>
  ctx.caller.kind === "anonymous" ? { ...ctx, creator: state.factors.user?.id ?? ctx.creator } : ctx;

interface SessionAndToken {
  readonly sessionId: string;
  readonly sessionToken?: string | undefined;
}

/** A browser that has a session and no token of its own may act on that session. */
const provenBy = {
  setSession: "sessionToken",
  deleteSession: "sessionToken",
  getSession: "sessionToken",
} as const;

export const sessionPart = part(SessionService, handlers, provenBy);
export const sessionBetaPart = part(SessionServiceV2beta, handlers, provenBy);
