/**
 * Drawings (SVG) are programs as much as pictures. One that holds anything that could run, link or load is refused;
 * what editors leave for themselves is taken out. What is kept is written anew from what was understood.
 */
import { invalid } from "#src/platform/failure/index.ts";
import { type Attribute, escapeAttribute, escapeText, readXml, type Token, XmlBroken } from "./xml.ts";

const svg = "http://www.w3.org/2000/svg";

/** Everything that only draws. What is not here, such as scripts, links, animations and foreign documents, is refused. */
const drawing: ReadonlySet<string> = new Set(
  `svg g defs symbol use switch title desc path rect circle ellipse line polyline polygon text tspan textPath image
  linearGradient radialGradient stop pattern clipPath mask marker style view filter feBlend feColorMatrix
  feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight feDropShadow
  feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge feMergeNode feMorphology feOffset fePointLight
  feSpecularLighting feSpotLight feTile feTurbulence`.split(/\s+/),
);

/** For their own use alone: elements with a prefix, and what describes the file. */
const isEditors = (name: string): boolean =>
  name === "metadata" || (name.includes(":") && !name.toLowerCase().startsWith("svg:"));

const limits = { depth: 100, elements: 20_000 } as const;

const refuse = (what: string) =>
  invalid("ASSET-Sv2ge", "Errors.Assets.Svg", { field: "file", values: { what: what.slice(0, 60) } });

/**
 * @returns the drawing as it is kept and delivered
 * @throws invalid_argument ASSET-Sv2ge, naming what is in the way
 */
export function safeSvg(bytes: Buffer): Buffer {
  try {
    // A text in another encoding could be read in two ways.
    const source = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return Buffer.from(rewritten(readXml(source)), "utf8");
  } catch (error) {
    if (error instanceof XmlBroken) throw refuse(error.message);
    if (error instanceof TypeError) throw refuse("UTF-8");
    throw error;
  }
}

function rewritten(tokens: Iterable<Token>): string {
  let out = "";
  const path: string[] = [];
  /** What stands in each of them as one style sheet, whatever comes between its parts. */
  const styles: string[] = [];
  let left: number | undefined;
  let elements = 0;
  let ended = false;
  for (const token of tokens) {
    if (token.kind === "open") {
      if (ended || ++elements > limits.elements || path.length >= limits.depth) throw refuse(token.name);
      const skipped = left !== undefined || (path.length > 0 && isEditors(token.name));
      if (!skipped) out += opened(token, path.length === 0);
      if (token.empty) {
        ended = path.length === 0;
        continue;
      }
      if (skipped) left ??= path.length;
      path.push(token.name);
      styles.push("");
    } else if (token.kind === "close") {
      if (path.pop() !== token.name) throw refuse(`</${token.name}>`);
      requireHarmlessStyle(styles.pop() ?? "");
      if (left === undefined) out += `</${token.name}>`;
      if (left === path.length) left = undefined;
      ended = path.length === 0;
    } else {
      if (path.length === 0 && token.text.trim() !== "") throw refuse(token.text.trim());
      if (left !== undefined || path.length === 0) continue;
      if (path.at(-1) === "style") styles.push((styles.pop() ?? "") + token.text);
      out += escapeText(token.text);
    }
  }
  if (!ended) throw refuse("svg");
  return out;
}

function opened({ name, attributes, empty }: Extract<Token, { kind: "open" }>, isRoot: boolean): string {
  if (!drawing.has(name) || (isRoot && name !== "svg")) throw refuse(`<${name}>`);
  const space = attributes.find((one) => one.name === "xmlns")?.value;
  if (space === undefined ? isRoot : space !== svg) throw refuse("xmlns");
  const kept = attributes.map((one) => attribute(name, one)).filter((text) => text !== "");
  return `<${[name, ...(isRoot ? [`xmlns="${svg}"`] : []), ...kept].join(" ")}${empty ? "/" : ""}>`;
}

/** Empty for what is left out. */
function attribute(element: string, { name, value }: Attribute): string {
  if (/(?:^|:)on/i.test(name)) throw refuse(name);
  if (/script\s*:/i.test(value)) throw refuse(`${name}="${value}"`);
  const isReference = name === "href" || name === "xlink:href";
  if (isReference && !isInside(element, value)) throw refuse(`${name}="${value}"`);
  if (name === "src" || name === "xml:base") throw refuse(name);
  requireHarmlessStyle(value);
  if (name.startsWith("xmlns") || (name.includes(":") && !isReference && name !== "xml:space")) return "";
  return `${isReference ? "href" : name}="${escapeAttribute(value)}"`;
}

/** A part of the same drawing, or a picture of pixels that is in the file. */
const isInside = (element: string, value: string): boolean =>
  /^\s*#[\w.:-]+\s*$/.test(value) ||
  (element === "image" && /^\s*data:image\/(?:png|jpe?g|gif|webp);base64,[\w+/=\s]*$/.test(value));

/** Style sheets may only name what is in the drawing. A backslash could spell anything. */
function requireHarmlessStyle(css: string): void {
  const found = /\\|@import|@namespace|expression\s*\(|image(?:-set)?\s*\(|-moz-binding|behavior\s*:/i.exec(
    css,
  );
  if (found !== null) throw refuse(found[0]);
  for (const [whole, target = ""] of css.matchAll(/(?:url|src)\s*\(\s*["']?([^)]*)/gi))
    if (!target.startsWith("#")) throw refuse(whole);
}
