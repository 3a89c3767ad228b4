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

/** The first bytes, as text of one byte a character; dots stand for any byte. */
const beginnings: readonly (readonly [keyof typeof known, RegExp])[] = [
  ["png", /^\x89PNG\r\n\x1a\n/],
  ["jpeg", /^\xff\xd8\xff/],
  ["gif", /^GIF8[79]a/],
  ["webp", /^RIFF[^]{4}WEBPVP8[ LX]/],
  ["ico", /^\0\0\x01\0[^\0]\0/],
  ["ttf", /^\0\x01\0\0\0[^\0]/],
  ["otf", /^OTTO\0[^\0]/],
  ["woff", /^wOFF(?:\0\x01\0\0|OTTO|true)/],
  ["woff2", /^wOF2(?:\0\x01\0\0|OTTO|true)/],
];

/** Where a drawing has to begin; what comes before may be long comments of the program that made it. */
const drawing = /<svg[\s>]/;

/** Undefined for everything that nobody may upload. */
export function recognise(bytes: Buffer): Known | undefined {
  const start = bytes.subarray(0, 64).toString("latin1");
  const found = beginnings.find(([, pattern]) => pattern.test(start));
  if (found !== undefined) return known[found[0]];
  const isText = /^(?:\xef\xbb\xbf)?\s*</.test(start);
  return isText && drawing.test(bytes.toString("latin1")) ? known.svg : undefined;
}
