/** More tags than this nobody means. */
const most = 16;

/** The tags of an Accept-Language header (RFC 9110 §12.5.4), best first; `*` and refused ones are left out. */
export function readLanguages(header: string | undefined): readonly string[] {
  if (header === undefined || header === "") return [];
  return header
    .split(",", most)
    .map(readRange)
    .filter((range) => range.quality > 0 && /^[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*$/.test(range.tag))
    .sort((a, b) => b.quality - a.quality)
    .map((range) => range.tag);
}

function readRange(text: string): { tag: string; quality: number } {
  const [tag = "", ...parameters] = text.split(";").map((piece) => piece.trim());
  const quality = parameters.find((parameter) => parameter.startsWith("q="));
  return { tag, quality: quality === undefined ? 1 : Number(quality.slice(2)) };
}
