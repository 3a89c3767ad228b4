import { expect, test } from "vitest";
import { Failure } from "#src/platform/failure/index.ts";
import { maxAssetBytes, readAsset, type Wanted } from "./commands.ts";
import { recognise } from "./recognise.ts";
import { safeSvg } from "./svg.ts";

const bytes = (start: string): Buffer => Buffer.concat([Buffer.from(start, "latin1"), Buffer.alloc(64, 1)]);
const samples: Readonly<Record<string, Buffer>> = {
  "image/png": bytes("\x89PNG\r\n\x1a\n"),
  "image/jpeg": bytes("\xff\xd8\xff\xe0"),
  "image/gif": bytes("GIF89a"),
  "image/webp": bytes("RIFF\x24\x08\0\0WEBPVP8L"),
  "image/x-icon": bytes("\0\0\x01\0\x01\0"),
  "image/svg+xml": Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
  "font/ttf": bytes("\0\x01\0\0\0\x0c"),
  "font/otf": bytes("OTTO\0\x0c"),
  "font/woff": bytes("wOFF\0\x01\0\0"),
  "font/woff2": bytes("wOF2OTTO"),
};

const idOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    return error instanceof Failure ? error.id : String(error);
  }
  return "";
};

test("a file is what its content says, and everything else is nothing", () => {
  for (const [type, sample] of Object.entries(samples)) expect(recognise(sample)?.type).toBe(type);
  const others = [
    "%PDF-1.7",
    "<html><script>",
    "BM",
    "MZ",
    "PK\x03\x04",
    "RIFF\x24\x08\0\0WAVEfmt ",
    "\0\0\x02\0\x01\0",
  ];
  for (const other of [...others.map(bytes), Buffer.alloc(0)]) expect(recognise(other)).toBeUndefined();
});

test("each place takes its own kinds of files, and people's pictures are no drawings", () => {
  const taken = (wanted: Wanted) =>
    Object.keys(samples).filter((type) => idOf(() => readAsset(samples[type] ?? bytes(""), wanted)) === "");
  const photos = ["image/png", "image/jpeg", "image/gif", "image/webp"];
  expect(taken("photo")).toEqual(photos);
  expect(taken("image")).toEqual([...photos, "image/x-icon", "image/svg+xml"]);
  expect(taken("font")).toEqual(["font/ttf", "font/otf", "font/woff", "font/woff2"]);
  expect(idOf(() => readAsset(bytes("%PDF-1.7"), "image"))).toBe("ASSET-Ty1pe");
});

test("a file of 524,288 bytes is taken and one of a byte more is not", () => {
  const big = (size: number) => Buffer.concat([bytes("GIF89a"), Buffer.alloc(size - 70)]);
  expect(readAsset(big(maxAssetBytes), "image").bytes.length).toBe(524_288);
  expect(idOf(() => readAsset(big(maxAssetBytes + 1), "image"))).toBe("ASSET-La1ge");
});

const space = 'xmlns="http://www.w3.org/2000/svg"';
const drawn = (inside: string, more = ""): string => `<svg ${space}${more}>${inside}</svg>`;
const safe = (text: string): string => safeSvg(Buffer.from(text)).toString();

test("a drawing that only draws stays what it is", () => {
  const text = drawn(
    '<defs><linearGradient id="a"><stop offset="0" stop-color="#fff"/></linearGradient><style>.b{fill:url(#a)}</style></defs>' +
      '<path class="b" d="M0 0h9" style="stroke:red"/><use href="#a"/><text x="1">A &amp; B &lt; C</text>' +
      '<image href="data:image/png;base64,iVBORw0KGgo="/>',
    ' viewBox="0 0 9 9"',
  );
  expect(safe(text)).toBe(text);
});

test("what editors leave for themselves is taken out", () => {
  const text = `\ufeff<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<!-- Made with an editor --><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg xmlns:inkscape="http://www.inkscape.org" xmlns:xlink="http://www.w3.org/1999/xlink" ${space} inkscape:version="1">
<metadata><rdf:RDF>made by</rdf:RDF></metadata><sodipodi:namedview id="v"><inkscape:grid/></sodipodi:namedview>
<use xlink:href="#a"/></svg>`;
  expect(safe(text).replace(/\n/g, "")).toBe(drawn('<use href="#a"/>'));
});

test.each([
  ["a script", drawn("<script>alert(1)</script>")],
  [
    "a script with a prefix",
    drawn('<svg:script xmlns:svg="http://www.w3.org/2000/svg">alert(1)</svg:script>'),
  ],
  ["a script that an editor's element hides at its end", drawn("<a:b/><script/>")],
  ["an event handler", drawn('<g onload="alert(1)"/>')],
  ["an event handler of the root", drawn("", ' ONLOAD="alert(1)"')],
  ["a foreign document", drawn('<foreignObject><iframe src="https://evil.example"/></foreignObject>')],
  ["an element of HTML", drawn('<iframe xmlns="http://www.w3.org/1999/xhtml"/>')],
  ["a shape that is of HTML", drawn('<style xmlns="http://www.w3.org/1999/xhtml">*{}</style>')],
  ["a link", drawn('<a href="javascript:alert(1)"><text>click</text></a>')],
  ["an animation that makes a link", drawn('<set attributeName="href" to="javascript:alert(1)"/>')],
  ["an animation of a handler", drawn('<animate attributeName="onload" values="alert(1)"/>')],
  ["an image from elsewhere", drawn('<image href="https://evil.example/x.png"/>')],
  ["an image that is a drawing", drawn('<image href="data:image/svg+xml;base64,PHN2Zy8+"/>')],
  ["a part from elsewhere", drawn('<use xlink:href="https://evil.example/x.svg#a"/>')],
  ["a data address as a part", drawn('<use href="data:image/svg+xml,x#a"/>')],
  ["a base", drawn('<use xml:base="https://evil.example/" href="#a"/>')],
  ["a style sheet from elsewhere", drawn("<style>@import 'https://evil.example/x.css';</style>")],
  ["a style sheet in CDATA", drawn("<style><![CDATA[a{b:url(https://evil.example)}]]></style>")],
  ["an address that a comment cuts in two", drawn("<style>a{b:ur<!-- -->l(https://evil.example)}</style>")],
  ["an address half in CDATA", drawn("<style>a{b:ur<![CDATA[l(https://evil.example)}]]></style>")],
  ["an address around an element", drawn("<style>a{b:ur<x:y/>l(https://evil.example)}</style>")],
  ["an address in a style", drawn('<g style="fill:url(&quot;https://evil.example&quot;)"/>')],
  ["an address in a colour", drawn('<g fill="url(//evil.example#a)"/>')],
  ["an address that is spelled with escapes", drawn('<g style="fill:u\\72l(https://evil.example)"/>')],
  ["an address that is spelled with references", drawn('<use href="&#106;avascript:alert(1)"/>')],
  ["an entity of its own", `<!DOCTYPE svg [<!ENTITY x "y">]>${drawn("&x;")}`],
  ["a file by an entity", `<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>${drawn("&x;")}`],
  ["an entity that is none of XML", drawn("&nbsp;")],
  ["markup that a browser would mend", drawn("<g><path></g>")],
  ["an attribute without quotes", drawn("<g onload=alert(1)>x</g>")],
  ["an attribute twice", drawn('<g id="a" id="b"/>')],
  ["something behind the drawing", `${drawn("")}<script/>`],
  ["another root", `<html ${space}><svg ${space}/></html>`],
  ["a root of no name space", "<svg><path/></svg>"],
  ["an open end", `<svg ${space}><g>`],
  ["a control character", drawn("<g id='a\u0001'/>")],
  ["a reference to a control character", drawn("&#0;")],
  ["more levels than anybody draws", drawn("<g>".repeat(200) + "</g>".repeat(200))],
])("a drawing with %s is refused", (_name, text) => {
  expect(idOf(() => safe(text))).toBe("ASSET-Sv2ge");
});

test("a drawing in another encoding is refused, and long ones do not hold up the others", () => {
  expect(idOf(() => safeSvg(Buffer.from(drawn("<script/>"), "utf16le")))).toBe("ASSET-Sv2ge");
  const hostile = [
    `<svg ${space} ${"a ".repeat(200_000)}`,
    `<svg ${space}${' a="b"'.repeat(50_000)}`,
    `<!--${"-".repeat(400_000)}`,
    `<!DOCTYPE ${" ".repeat(400_000)}`,
    `<svg ${space}>${"<!--".repeat(100_000)}`,
    `<svg ${space} a=${'"'.repeat(400_000)}`,
    `<svg ${space}>${"&".repeat(400_000)}`,
  ];
  for (const text of hostile) expect(idOf(() => safe(text))).toBe("ASSET-Sv2ge");
});
