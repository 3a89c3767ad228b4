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
    .replaceAll(" ", "-")
    .replace(/[^\p{L}\p{M}\p{Nd}-]/gu, "");
  const room = Math.min(maxLabel, maxDomain - instanceDomain.length - 1);
  const label = cutToBytes(letters, room).replace(/^-/, "").replace(/-$/, "");
  if (label === "") throw invalid("ORG-RrfXY", "Errors.Org.Domain.EmptyString", { field: "name" });
  return `${label}.${instanceDomain}`.toLowerCase();
}

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
 * A domain name as stored: trimmed, lower case. Labels may be international.
 * @throws invalid_argument when it is not a domain name
 */
export function normalDomain(input: string): string {
  const domain = input.trim().toLowerCase();
  const label = /^[\p{L}\p{M}\p{Nd}](?:[\p{L}\p{M}\p{Nd}-]{0,61}[\p{L}\p{M}\p{Nd}])?$/u;
  if (domain.length > maxDomain || !domain.split(".").every((part) => label.test(part)))
    throw invalid("ORG-Iv6dn", "Errors.Org.Domain.InvalidCharacter", { field: "domain" });
  return domain;
}
