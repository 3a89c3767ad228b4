import { isIP } from "node:net";
import { domainToASCII, domainToUnicode } from "node:url";
import { invalid } from "#src/platform/failure/index.ts";

const maxLabel = 63;
const maxDomain = 253;

/**
 * The domain that an organization gets by its name: `<label>.<instance domain>`, lower case.
 * Spaces become "-", everything but letters, marks, digits and "-" is dropped, the label is cut to 63 bytes
 * and the whole to 253, and one "-" is stripped from either end.
 * @throws invalid_argument ORG-RrfXY when nothing is left of the name
 */
export function generatedDomain(orgName: string, instanceDomain: string): string {
  const letters = orgName
    .trim()
    .normalize("NFC")
    .replaceAll(" ", "-")
    .replace(/[^\p{L}\p{M}\p{Nd}-]/gu, "");
  const room = Math.min(maxLabel, maxDomain - instanceDomain.length - 1);
  const label = cutToBytes(letters, room).replace(/^-/, "").replace(/-$/, "");
  if (label === "") throw invalid("ORG-RrfXY", "Errors.Org.Domain.EmptyString", { field: "name" });
  const domain = `${label}.${instanceDomain}`.toLowerCase();
  return domain === temporaryDomain(instanceDomain) ? `${label}-1.${instanceDomain}`.toLowerCase() : domain;
}

/**
 * What the names end in of users who lost theirs. It is never an organization's: whoever had it could take those
 * names as well.
 */
export const temporaryDomain = (instanceDomain: string): string =>
  `temporary.${instanceDomain}`.toLowerCase();

/** The longest prefix of whole characters that fits into `bytes` of UTF-8. */
function cutToBytes(text: string, bytes: number): string {
  let size = 0;
  let end = 0;
  for (const character of text) {
    size += Buffer.byteLength(character);
    if (size > bytes) break;
    end += character.length;
  }
  return text.slice(0, end);
}

/**
 * A domain name as stored: trimmed, lower case, international labels as people write them, so that no two spellings
 * of one domain belong to two organizations.
 * @throws invalid_argument when it is not a domain name
 */
export function normalDomain(input: string): string {
  const typed = input.trim();
  // Looked at before as well: the conversion cuts off what follows a "/", and decodes.
  const domain = isName(typed.toLowerCase()) ? domainToUnicode(domainToASCII(typed)) : "";
  if (!isName(domain) || isIP(domain) !== 0 || domainToASCII(domain).length > maxDomain)
    throw invalid("ORG-Iv6dn", "Errors.Org.Domain.InvalidCharacter", { field: "domain" });
  return domain;
}

const isName = (domain: string): boolean =>
  domain
    .split(".")
    .every((label) => /^[\p{L}\p{M}\p{Nd}](?:[\p{L}\p{M}\p{Nd}-]{0,61}[\p{L}\p{M}\p{Nd}])?$/u.test(label));
