import type { PolicyLevel } from "#src/kits/settings/index.ts";
import { invalid } from "#src/platform/failure/index.ts";
import { type Link, type Links, type LinksEvent, linkTargets, linkTypes } from "./state.ts";

/**
 * Replaces all links; nothing happens when they are these already.
 * @throws invalid_argument for too many, and for a type twice that can stand only once
 */
export const setLinks =
  (level: PolicyLevel, links: readonly Link[]) =>
  (before: Links | undefined): readonly LinksEvent[] => {
    checkLinks(links);
    if (before !== undefined && isSame(before.links, links)) return [];
    return [{ type: `${level}.settings.links.set`, payload: { links } }];
  };

/** Back to what would be in force without links of one's own; nothing happens where there are none. */
export const resetLinks =
  (level: PolicyLevel) =>
  (before: Links | undefined): readonly LinksEvent[] =>
    before === undefined ? [] : [{ type: `${level}.settings.links.reset`, payload: null }];

function checkLinks(links: readonly Link[]): void {
  if (links.length > maxLinks || Buffer.byteLength(JSON.stringify(links)) > maxBytes) throw refusal("links");
  const single = links.map(({ type }) => type).filter((type) => type !== linkTypes.custom);
  if (new Set(single).size !== single.length) throw refusal("links.type");
}

/** A link as a request has it. @throws invalid_argument for unknown types and windows, and texts that are too long */
export function readLink(given: {
  readonly type: number;
  readonly url: string;
  readonly translationKey: string;
  readonly target: number;
}): Link {
  const { url, translationKey } = given;
  const type = Object.values(linkTypes).find((known) => known === given.type);
  const target = linkTargets.find((known) => known === given.target);
  if (type === undefined) throw refusal("links.type");
  if (target === undefined) throw refusal("links.target");
  if (!/^(https?:\/\/|mailto:)\S+$/i.test(url) || url.length > maxLength) throw refusal("links.url");
  if (translationKey.length > maxLength) throw refusal("links.translation_key");
  return { type, url, translationKey, target };
}

const isSame = (left: readonly Link[], right: readonly Link[]): boolean =>
  left.length === right.length && left.every((link, n) => keyOf(link) === keyOf(right[n]));

const keyOf = (link: Link | undefined): string =>
  JSON.stringify([link?.type, link?.url, link?.translationKey, link?.target]);

const maxLinks = 20;
const maxLength = 250;
/** All of them are one row, which every page of the login reads. */
const maxBytes = 7_000;

const refusal = (field: string) => invalid("LINKS-L1mit", "Errors.LinkSettings.Invalid", { field });
