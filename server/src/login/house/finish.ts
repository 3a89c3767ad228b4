/** The two ways out of a login: with the user's session, or with an OAuth error. */
import { finishAuthRequest, refuseAuthRequest } from "#src/domains/authrequest/index.ts";
import { notFound } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { enforce } from "../flow/index.ts";
import type { Visit } from "../visit.ts";
import { gatherFacts, type Known } from "./facts.ts";
import type { OidcRequest, OpenRequest } from "./request.ts";
import { loginOf } from "./session.ts";
import { asLogin } from "./sign-in.ts";
import { readVisit } from "./visit.ts";

/**
 * Gives a request its session; the URL that carries the code. The one place that links the two, for the pages and for
 * custom logins alike.
 * @throws the refusal of the flow when the session does not suffice
 */
export async function finishRequest(
  ctx: Ctx,
  known: Known & { readonly request: OidcRequest },
): Promise<string> {
  const facts = await gatherFacts(ctx, known);
  const refusal = enforce({ ...facts, now: ctx.now });
  if (refusal) throw refusal;
  if (facts.session === undefined) throw notFound("LOGIN-fS0n3", "Errors.Session.NotExisting");
  return finishAuthRequest(ctx, known.request.row, loginOf(facts.session));
}

/** Gives the request its session; the URL that carries the answer. Refuses by `enforce` like the API. */
export async function finish(ctx: Ctx, visit: Visit): Promise<string> {
  const known = await readVisit(ctx, visit);
  return finishRequest(asLogin(ctx), { ...known, request: required(known.request) });
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
