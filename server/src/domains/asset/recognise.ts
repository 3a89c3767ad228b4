/** What a file is, by its content. What its sender calls it counts for nothing. */

export type AssetGroup = "image" | "font";

export interface Recognised {
  /** As which it is delivered. */
  readonly type: string;
  readonly group: AssetGroup;
  /** Of a file name. */
  readonly ending: string;
}

const known = {
  png: { type: "image/png", group: "image", ending: "png" },
  jpeg: { type: "image/jpeg", group: "image", ending: "jpg" },
  gif: { type: "image/gif", group: "image", ending: "gif" },
  webp: { type: "image/webp", group: "image", ending: "webp" },
  ico: { type: "image/x-icon", group: "image", ending: "ico" },
  svg: { type: "image/svg+xml", group: "image", ending: "svg" },
  ttf: { type: "font/ttf", group: "font", ending: "ttf" },
  otf: { type: "font/otf", group: "font", ending: "otf" },
  woff: { type: "font/woff", group: "font", ending: "woff" },
  woff2: { type: "font/woff2", group: "font", ending: "woff2" },
} as const satisfies Readonly<Record<string, Recognised>>;

/** One of those that may be uploaded. */
export type Known = (typeof known)[keyof typeof known];

/** The first bytes in hex, two digits a byte. */
const beginnings: readonly (readonly [keyof typeof known, RegExp])[] = [
  ["png", /^89504e470d0a1a0a/],
  ["jpeg", /^ffd8ff/],
  // GIF87a, GIF89a
  ["gif", /^47494638(?:37|39)61/],
  // RIFF, a length, WEBPVP8 and a space, L or X
  ["webp", /^52494646.{8}57454250565038(?:20|4c|58)/],
  // From 1 to 255 pictures.
  ["ico", /^00000100(?!00)..00/],
  // From 1 to 255 tables, here and behind OTTO.
  ["ttf", /^0001000000(?!00)../],
  ["otf", /^4f54544f00(?!00)../],
  // wOFF or wOF2, and what is within: TrueType, OTTO or true
  ["woff", /^774f4646(?:00010000|4f54544f|74727565)/],
  ["woff2", /^774f4632(?:00010000|4f54544f|74727565)/],
];

/** Where a drawing has to begin; what comes before may be long comments of the program that made it. */
const drawing = /<svg[\s>]/;

/** Undefined for everything that nobody may upload. */
export function recognise(bytes: Buffer): Known | undefined {
  const start = bytes.subarray(0, 64);
  const hex = start.toString("hex");
  const found = beginnings.find(([, pattern]) => pattern.test(hex));
  if (found !== undefined) return known[found[0]];
  const isText = /^(?:\xef\xbb\xbf)?\s*</.test(start.toString("latin1"));
  return isText && drawing.test(bytes.toString("latin1")) ? known.svg : undefined;
}
