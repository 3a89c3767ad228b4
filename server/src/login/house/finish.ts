/** The two ways out of a login: with the user's session, or with an OAuth error. */
import { finishAuthRequest, refuseAuthRequest } from "#src/domains/authrequest/index.ts";
import { notFound } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { enforce } from "../flow/index.ts";
import type { Loaded, Visit } from "../visit.ts";
import { type GatheredFacts, gatherFacts, type Known } from "./facts.ts";
import type { OidcRequest, OpenRequest } from "./request.ts";
import { loginOf } from "./session.ts";
import { asLogin } from "./sign-in.ts";
import { readVisit } from "./visit.ts";

/**
 * Gives a request its session, for a custom login; the URL that carries the code.
 * @throws the refusal of the flow when the session does not suffice
 */
export const finishRequest = async (
  ctx: Ctx,
  known: Known & { readonly request: OidcRequest },
): Promise<string> => finishBy(ctx, known.request, await gatherFacts(ctx, known));

/** The same for a page, by what it has loaded. */
export const finish = async (ctx: Ctx, { known, facts }: Loaded): Promise<string> =>
  finishBy(asLogin(ctx), required(known.request), facts);

/** The one place that links the two. */
async function finishBy(ctx: Ctx, request: OidcRequest, facts: GatheredFacts): Promise<string> {
  const refusal = enforce({ ...facts, now: ctx.now });
  if (refusal) throw refusal;
  if (facts.session === undefined) throw notFound("LOGIN-fS0n3", "Errors.Session.NotExisting");
  const { only_user_id: onlyUser } = request.row.state.request;
  return onlyUser === undefined || onlyUser === facts.session.userId
    ? finishAuthRequest(ctx, request.row, loginOf(facts.session))
    : refuseAuthRequest(ctx, request.row, {
        error: "login_required",
        description: "another user was asked for",
      });
}

/**
 * Ends the request with an OAuth error; the URL that carries it. The error page's id stands in the description, so that
 * the application's log and ours meet.
 */
export async function refuse(
  ctx: Ctx,
  visit: Visit,
  error: "login_required" | "interaction_required" | "access_denied",
  stepId: string,
): Promise<string> {
  const { request } = await readVisit(ctx, visit);
  return refuseAuthRequest(asLogin(ctx), required(request).row, { error, description: stepId });
}

/** The one that is answered at an address; a device is answered by `decideDevice`. */
function required(request: OpenRequest | undefined): OidcRequest {
  if (request?.kind !== "oidc") throw notFound("LOGIN-fR0q1", "Errors.AuthRequest.NotExisting");
  return request;
}
