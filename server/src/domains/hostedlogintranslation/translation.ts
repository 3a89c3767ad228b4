/** Texts of login pages as a tree: groups, groups in them, texts. */
import { createHash } from "node:crypto";
import { invalid } from "#src/platform/failure/index.ts";

export interface Translation {
  readonly [name: string]: string | Translation;
}

/** All texts of a level and a language are one row, and one event. */
const maxBytes = 60_000;
const maxDepth = 10;
/** Also keeps names apart from those that objects have by themselves. */
const nameShape = /^[A-Za-z0-9-][A-Za-z0-9_-]{0,99}$/;

/**
 * What a request brings. Any names may be used: login pages of one's own have texts that ours do not know.
 * @throws invalid_argument that names the place, for values that are no text and for too much
 */
export function readTranslation(given: object): Translation {
  const translation = readGroup(given, "translations", 1);
  if (Buffer.byteLength(JSON.stringify(translation)) > maxBytes) throw refusal("translations");
  return translation;
}

function readGroup(group: object, path: string, depth: number): Translation {
  if (depth > maxDepth) throw refusal(path);
  const read: readonly (readonly [string, Translation[string]])[] = Object.entries(group).map(
    ([name, value]: [string, unknown]) => {
      if (!nameShape.test(name)) throw refusal(path);
      const at = `${path}.${name}`;
      if (typeof value === "string") return [name, value] as const;
      if (typeof value !== "object" || value === null || Array.isArray(value)) throw refusal(at);
      return [name, readGroup(value, at, depth + 1)] as const;
    },
  );
  return Object.fromEntries<Translation[string]>(read);
}

const refusal = (field: string) =>
  invalid("LOGTX-Tr1in", "Errors.HostedLoginTranslation.Invalid", { field, values: { max: maxBytes } });

/** What `over` says goes before what `under` says; a text before a group of the same name, and the other way round. */
export function overlaid(under: Translation, over: Translation): Translation {
  const merged = Object.entries(over).map(([name, value]) => {
    const below = Object.hasOwn(under, name) ? under[name] : undefined;
    const bothGroups = typeof value === "object" && typeof below === "object";
    return [name, bothGroups ? overlaid(below, value) : value] as const;
  });
  return { ...under, ...Object.fromEntries(merged) };
}

/** The texts by their paths, such as `password.verify.title`. */
export function textsByPath(translation: Translation, prefix = ""): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(translation).flatMap(([name, value]) =>
      typeof value === "string"
        ? [[`${prefix}${name}`, value] as const]
        : [...textsByPath(value, `${prefix}${name}.`)],
    ),
  );
}

/** The other way round. @throws Error where a path leads through a text */
export function translationOf(texts: Iterable<readonly [path: string, text: string]>): Translation {
  const groups = new Map<string, [path: string, text: string][]>();
  const own = new Map<string, string>();
  for (const [path, text] of texts) {
    const dot = path.indexOf(".");
    if (dot < 0) {
      own.set(path, text);
      continue;
    }
    const name = path.slice(0, dot);
    groups.set(name, [...(groups.get(name) ?? []), [path.slice(dot + 1), text]]);
  }
  const twice = [...own.keys()].find((name) => groups.has(name));
  if (twice !== undefined) throw new Error(`${twice} is a text and a group`);
  return Object.fromEntries<Translation[string]>([
    ...own,
    ...[...groups].map(([name, inside]) => [name, translationOf(inside)] as const),
  ]);
}

/** The same for the same texts, in whatever order they stand. */
export function etagOf(translation: Translation): string {
  const texts = [...textsByPath(translation)].toSorted(([left], [right]) => (left < right ? -1 : 1));
  return createHash("sha256").update(JSON.stringify(texts)).digest("hex").slice(0, 32);
}
