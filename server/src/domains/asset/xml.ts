/**
 * A strict reader of the part of XML that drawings need. It knows no entities but the five of XML itself, takes no
 * declarations of its own, and refuses whatever is not well-formed: so nothing means one thing here and another in a
 * browser.
 */

export interface Attribute {
  readonly name: string;
  /** With references resolved. */
  readonly value: string;
}

export type Token =
  | {
      readonly kind: "open";
      readonly name: string;
      readonly attributes: readonly Attribute[];
      readonly empty: boolean;
    }
  | { readonly kind: "close"; readonly name: string }
  | { readonly kind: "text"; readonly text: string };

/** What is read is not well-formed, or uses what this reader does not know. */
export class XmlBroken extends Error {
  override readonly name = "XmlBroken";
}

const name = String.raw`[A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?`;
const patterns = {
  comment: /<!--(?:(?!--)[^])*-->/y,
  instruction: /<\?[A-Za-z_](?:(?!\?>)[^])*\?>/y,
  /** Without declarations in it. */
  doctype: /<!DOCTYPE\s[^[\]<>]*>/y,
  cdata: /<!\[CDATA\[((?:(?!\]\]>)[^])*)\]\]>/y,
  close: new RegExp(String.raw`</(${name})\s*>`, "y"),
  open: new RegExp(String.raw`<(${name})((?:\s+${name}\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(/?)>`, "y"),
  text: /[^<]+/y,
};
const attribute = new RegExp(String.raw`(${name})\s*=\s*(?:"([^"]*)"|'([^']*)')`, "g");

/** What nobody draws with, and XML mostly does not have. */
const noCharacter = /(?![\t\n\r])\p{Cc}|[\ufffe\uffff]/u;

/** @throws XmlBroken */
export function* readXml(source: string): Generator<Token> {
  if (noCharacter.test(source)) throw new XmlBroken("a control character");
  let at = 0;
  const match = (pattern: RegExp): RegExpExecArray | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(source);
    if (found !== null) at = pattern.lastIndex;
    return found ?? undefined;
  };
  while (at < source.length) {
    const text = match(patterns.text);
    if (text !== undefined) {
      yield { kind: "text", text: resolved(text[0]) };
      continue;
    }
    if (match(patterns.comment) ?? match(patterns.instruction) ?? match(patterns.doctype)) continue;
    const cdata = match(patterns.cdata);
    if (cdata !== undefined) {
      yield { kind: "text", text: cdata[1] ?? "" };
      continue;
    }
    const close = match(patterns.close);
    if (close !== undefined) {
      yield { kind: "close", name: close[1] ?? "" };
      continue;
    }
    const open = match(patterns.open);
    if (open === undefined) throw new XmlBroken(source.slice(at, at + 20));
    yield {
      kind: "open",
      name: open[1] ?? "",
      attributes: attributesOf(open[2] ?? ""),
      empty: open[3] === "/",
    };
  }
}

function attributesOf(source: string): readonly Attribute[] {
  const found = [...source.matchAll(attribute)].map(([, called = "", double, single]) => ({
    name: called,
    value: resolved(double ?? single ?? ""),
  }));
  if (new Set(found.map((one) => one.name)).size < found.length) throw new XmlBroken("an attribute twice");
  return found;
}

const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function resolved(text: string): string {
  if (text.includes("]]>")) throw new XmlBroken("]]>");
  return text.replace(
    /&(#x[\da-fA-F]{1,6}|#\d{1,7}|\w+)?(;)?/g,
    (whole: string, reference?: string, end?: string) => {
      if (end === undefined || reference === undefined) throw new XmlBroken(whole);
      const known = entities[reference];
      if (known !== undefined) return known;
      if (!reference.startsWith("#")) throw new XmlBroken(whole);
      const code = Number(reference.startsWith("#x") ? `0${reference.slice(1)}` : reference.slice(1));
      const isSurrogate = code >= 0xd800 && code <= 0xdfff;
      const character = code <= 0x10ffff && !isSurrogate ? String.fromCodePoint(code) : "\0";
      if (noCharacter.test(character)) throw new XmlBroken(whole);
      return character;
    },
  );
}

/** For an attribute in double quotes. */
export const escapeAttribute = (text: string): string =>
  escapeText(text).replaceAll('"', "&quot;").replaceAll("\t", "&#9;").replaceAll("\n", "&#10;");

export const escapeText = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll("\r", "&#13;");
