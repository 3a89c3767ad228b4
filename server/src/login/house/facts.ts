/** Everything the flow decides by, gathered for a page or for an API call. */
import { effectiveLoginPolicy } from "#src/domains/loginpolicy/index.ts";
import type { SessionState } from "#src/domains/session/index.ts";
import type { UserState } from "#src/domains/user/index.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import type { FlowFacts, FlowSettings } from "../flow/index.ts";
import { orgOfNobody } from "./org.ts";
import { projectChecks } from "./project.ts";
import {
  type OidcRequest,
  type OpenRequest,
  type RequestedOrg,
  requestFacts,
  visitFacts,
} from "./request.ts";
import { sessionFacts } from "./session.ts";
import { flowSettings } from "./settings.ts";
import { readUserFacts, userByName } from "./user.ts";

export interface Known {
  readonly request: OpenRequest | undefined;
  /** By the request, or by the address of the page where that names none. */
  readonly org?: RequestedOrg;
  readonly session: Row<SessionState> | undefined;
  /** The session's user, or one whose name was typed. */
  readonly user: Row<UserState> | undefined;
  /** Newest first. */
  readonly browserSessions: readonly Row<SessionState>[];
  /** Known to this browser, of the requested organization, and without a session here. */
  readonly signedOut?: readonly Row<UserState>[];
}

export type GatheredFacts = Omit<FlowFacts, "surface" | "now">;

/** The policies are those of the user's organization, so that asking for another one loosens nothing. */
export async function gatherFacts(ctx: Ctx, known: Known): Promise<GatheredFacts> {
  const { request } = known;
  const user = known.user && (await readUserFacts(ctx, known.user));
  const [settings, project, hintUserId] = await Promise.all([
    settingsFor(ctx, user?.orgId ?? (known.org ?? request?.org)?.id),
    projectChecks(ctx, request?.client, user),
    request?.kind === "oidc" ? hintedUser(ctx, request) : undefined,
  ]);
  const session = known.session && sessionFacts(known.session);
  return {
    request: request === undefined ? visitFacts(ctx.now) : requestFacts(request, hintUserId),
    browserSessions: admitted(known),
    knowsSignedOut: (known.signedOut ?? []).length > 0,
    settings,
    project,
    ...(session === undefined ? {} : { session }),
    ...(user === undefined ? {} : { user }),
  };
}

/** Of the organization that was asked for, by the request or by the address of the page: accounts of others do not count. */
function admitted({ browserSessions, org, request }: Known): GatheredFacts["browserSessions"] {
  const orgId = (org ?? request?.org)?.id;
  const sessions = browserSessions.map(sessionFacts).filter((one) => one !== undefined);
  return orgId === undefined ? sessions : sessions.filter(({ userOrgId }) => userOrgId === orgId);
}

const settingsFor = async (ctx: Ctx, orgId: string | undefined): Promise<FlowSettings> =>
  flowSettings(ctx, orgId ?? (await orgOfNobody(ctx)));

/** No user's id: a hint that names nobody leads to nobody's session. */
const nobody = "";

/**
 * The only user who will do, else that of a valid id_token_hint, else of a login_hint that names one. Where unknown names
 * are ignored, a hint that names no user is treated as one whose user has no session here, or the difference would tell
 * who exists.
 */
async function hintedUser(ctx: Ctx, { row, org }: OidcRequest): Promise<string | undefined> {
  const { hint_user_id, login_hint, only_user_id } = row.state.request;
  const named = only_user_id ?? hint_user_id;
  if (named) return named;
  if (!login_hint) return undefined;
  const user = await userByName(ctx, login_hint, org);
  if (user !== undefined) return user.aggregateId;
  const policy = await effectiveLoginPolicy(ctx, org?.id ?? (await orgOfNobody(ctx)));
  return policy.ignoreUnknownUsernames ? nobody : undefined;
}
