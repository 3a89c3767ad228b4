/**
 * What travels with a page and comes back: sealed, so that nobody reads it or makes one up, and bound to what it is
 * about, so that it is good for nothing else. Nothing is stored for pages that nobody answers.
 */
import type { Ctx } from "#src/platform/request/index.ts";
import type { Visit } from "../visit.ts";

type Purpose = "webauthn" | "otp";
/** The kind of the note first: each has its own. */
type Bound = readonly [kind: string, ...of: string[]];

export const sealNote = (
  ctx: Ctx,
  purpose: Purpose,
  bound: Bound,
  says: readonly (string | number)[],
): string => ctx.secrets.sealToken(purpose, JSON.stringify([...bound, ...says]));

/** What a note says; undefined for what is none of ours, or is bound to something else. */
export function openNote(
  ctx: Ctx,
  purpose: Purpose,
  bound: Bound,
  note: string,
): readonly (string | number)[] | undefined {
  const text = ctx.secrets.openToken(purpose, note);
  // Ours by the seal, so that its shape is known.
  const parts = text === undefined ? [] : (JSON.parse(text) as readonly (string | number)[]);
  return bound.every((part, n) => parts[n] === part) ? parts.slice(bound.length) : undefined;
}

/** The same of what is bound to a browser, under any of the ids that its tabs were given when they opened at once. */
export const openInBrowser = (
  ctx: Ctx,
  purpose: Purpose,
  { browserId, otherBrowserIds = [] }: Visit,
  boundTo: (browserId: string) => Bound,
  note: string,
): readonly (string | number)[] | undefined =>
  [browserId, ...otherBrowserIds]
    .map((id) => openNote(ctx, purpose, boundTo(id), note))
    .find((says) => says !== undefined);

/** The same where it says nothing but texts. */
export const textsInBrowser = (...of: Parameters<typeof openInBrowser>): readonly string[] | undefined =>
  openInBrowser(...of)?.map(String);
