import type { Ctx } from "#src/platform/request/index.ts";

/**
 * Token ids are `<oidc session>-at_<id>` and `<oidc session>-rt_<id>`. What a bearer carries sealed is the id, the
 * user and the login session, so that a check needs one round trip.
 */
export interface TokenText {
  readonly oidcSessionId: string;
  /** `at_…` or `rt_…` */
  readonly partId: string;
  readonly userId: string;
  /** Empty for service users. */
  readonly sessionId: string;
}

type Purpose = "access_token" | "refresh_token";

export const tokenIdOf = ({ oidcSessionId, partId }: Pick<TokenText, "oidcSessionId" | "partId">): string =>
  `${oidcSessionId}-${partId}`;

export const sealBearer = (ctx: Pick<Ctx, "secrets">, purpose: Purpose, text: TokenText): string =>
  ctx.secrets.sealToken(purpose, `${tokenIdOf(text)}:${text.userId}:${text.sessionId}`);

/** What is inside a bearer of ours; undefined for any other string. */
export function openBearer(
  ctx: Pick<Ctx, "secrets">,
  purpose: Purpose,
  bearer: string,
): TokenText | undefined {
  const text = ctx.secrets.openToken(purpose, bearer);
  const match = text === undefined ? null : /^(V2_[^-:]+)-([ar]t_[^:]+):([^:]+):([^:]*)$/.exec(text);
  const [, oidcSessionId, partId, userId, sessionId = ""] = match ?? [];
  if (oidcSessionId === undefined || partId === undefined || userId === undefined) return undefined;
  return { oidcSessionId, partId, userId, sessionId };
}

/** A personal access token carries its id and its user. */
export function openPat(
  ctx: Pick<Ctx, "secrets">,
  bearer: string,
): { readonly tokenId: string; readonly userId: string } | undefined {
  const text = ctx.secrets.openToken("access_token", bearer);
  const [, tokenId, userId] = (text === undefined ? null : /^([^-:]+):([^:]+)$/.exec(text)) ?? [];
  return tokenId === undefined || userId === undefined ? undefined : { tokenId, userId };
}

/** The parts of a token id such as a JWT's `jti`. */
export function splitTokenId(id: string): Pick<TokenText, "oidcSessionId" | "partId"> | undefined {
  const [, oidcSessionId, partId] = /^(V2_[^-:]+)-(at_[^:]+)$/.exec(id) ?? [];
  return oidcSessionId === undefined || partId === undefined ? undefined : { oidcSessionId, partId };
}
