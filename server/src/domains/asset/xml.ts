/** XML as drawings use it, strictly: what is not well-formed, or declares something itself, is refused. */
import { SaxesParser } from "saxes";

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

/** What is read is not well-formed, or uses what nobody draws with. */
export class XmlBroken extends Error {
  override readonly name = "XmlBroken";
}

/** Beside those that XML 1.0 does not have, the controls of Latin-1. */
const control = /(?![\t\n\r])\p{Cc}/u;

/**
 * Comments and instructions are left out. The only entities are the five of XML itself, so that nothing means one thing
 * here and another in a browser.
 * @throws XmlBroken
 */
export function readXml(source: string): readonly Token[] {
  const tokens: Token[] = [];
  const parser = new SaxesParser({ xmlns: false, defaultXMLVersion: "1.0", forceXMLVersion: true });
  const text = (found: string): void => void tokens.push({ kind: "text", text: withoutControls(found) });
  // Unless somebody throws, it would go on as well as it can.
  parser.on("error", ({ message }) => {
    throw new XmlBroken(message);
  });
  parser.on("doctype", (declared) => {
    if (declared.includes("[")) throw new XmlBroken("<!DOCTYPE [");
  });
  parser.on("text", text);
  parser.on("cdata", text);
  parser.on("opentag", ({ name, attributes, isSelfClosing: empty }) => {
    const named = Object.entries(attributes).map(([attribute, value]) => ({ name: attribute, value }));
    for (const { value } of named) withoutControls(value);
    tokens.push({ kind: "open", name, attributes: named, empty });
  });
  parser.on("closetag", ({ name, isSelfClosing }) => {
    if (!isSelfClosing) tokens.push({ kind: "close", name });
  });
  parser.write(source).close();
  return tokens;
}

function withoutControls(text: string): string {
  if (control.test(text)) throw new XmlBroken("a control character");
  return text;
}

/** For an attribute in double quotes. */
export const escapeAttribute = (text: string): string =>
  escapeText(text).replaceAll('"', "&quot;").replaceAll("\t", "&#9;").replaceAll("\n", "&#10;");

export const escapeText = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll("\r", "&#13;");
