/** The label policy as the pages use it, and colours that stay readable whatever it says. */
import { contrast, isColour, mix, readableOn, whiteOrBlack } from "#src/domains/branding/index.ts";

export interface Palette {
  readonly primary: string;
  readonly background: string;
  readonly warn: string;
  readonly font: string;
}

export interface Branding {
  readonly light: Palette;
  readonly dark: Palette;
  readonly themeMode: "auto" | "light" | "dark";
  /** Same-origin paths of uploaded images. Absent: our own mark. */
  readonly logoUrl?: string;
  readonly logoDarkUrl?: string;
  readonly iconUrl?: string;
  readonly iconDarkUrl?: string;
  readonly fontUrl?: string;
  readonly hideWatermark: boolean;
  /** What went wrong lies above the page and stays in sight; else it stands in its place among the rest. */
  readonly errorsPopUp: boolean;
}

/** The instance's first label policy. */
export const defaultBranding: Branding = {
  light: { primary: "#5469d4", background: "#fafafa", warn: "#cd3d56", font: "#000000" },
  dark: { primary: "#2073c4", background: "#111827", warn: "#ff3b5b", font: "#ffffff" },
  themeMode: "auto",
  hideWatermark: false,
  errorsPopUp: false,
};

/** WCAG 2.2: 4.5 for text (1.4.3), 3 for the edges of fields and the ring of focus (1.4.11). */
const textContrast = 4.5;
const edgeContrast = 3;

/** The custom properties of one palette, derived so that every pair that meets on a page has its contrast. */
export function variables(palette: Palette, fallback: Palette): Readonly<Record<string, string>> {
  const primary = isColour(palette.primary) ? palette.primary : fallback.primary;
  const page = isColour(palette.background) ? palette.background : fallback.background;
  const warn = isColour(palette.warn) ? palette.warn : fallback.warn;
  const font = isColour(palette.font) ? palette.font : fallback.font;
  const text = readableOn(page, font, 7);
  const pageIsDark = whiteOrBlack(page) === "#ffffff";
  // Fields and alarms lie on the far side of the page from the text, so what is readable on the page is so on them.
  const field =
    contrast(text, "#ffffff") > contrast(text, "#000000")
      ? mix(page, "#ffffff", 0.8)
      : mix(page, "#000000", 0.22);
  const alarm = mix(field, warn, 0.08);
  const wall = mix(mix(primary, "#0a0f24", 0.58), primary, pageIsDark ? 0 : 0.14);
  return {
    page,
    text,
    field,
    quiet: readableOn(page, mix(text, page, 0.36), textContrast),
    line: mix(page, text, 0.12),
    edge: readableOn(page, mix(page, text, 0.45), edgeContrast),
    primary,
    "on-primary": whiteOrBlack(primary),
    "primary-press": mix(primary, whiteOrBlack(primary) === "#ffffff" ? "#000000" : "#ffffff", 0.14),
    link: readableOn(page, primary, textContrast),
    ring: readableOn(page, primary, edgeContrast),
    tint: mix(page, primary, 0.1),
    warn: readableOn(page, warn, textContrast),
    alarm,
    wall,
    "on-wall": whiteOrBlack(wall),
    "wall-far": mix(wall, "#ffffff", 0.06),
    "wall-mid": mix(wall, "#ffffff", 0.11),
    "wall-near": mix(wall, "#ffffff", 0.17),
    "wall-deep": mix(wall, "#000000", 0.32),
  };
}

/** Style sheets by what they are made of: to reckon the colours costs as much as half of a page. */
const known = new Map<string, string>();
const maxKnown = 1_000;

/** CSS of both palettes; which of them holds is the browser's choice unless the policy fixes it. */
export function brandingCss(branding: Branding): string {
  const key = JSON.stringify(branding);
  const css = known.get(key) ?? reckonCss(branding);
  if (known.size >= maxKnown) known.clear();
  known.set(key, css);
  return css;
}

function reckonCss(branding: Branding): string {
  const light = declare(variables(branding.light, defaultBranding.light), "light");
  const dark = declare(variables(branding.dark, defaultBranding.dark), "dark");
  const font = fontCss(branding.fontUrl);
  if (branding.themeMode === "light") return `${font}:root{${light}}`;
  if (branding.themeMode === "dark") return `${font}:root{${dark}}`;
  return `${font}:root{${light}}@media (prefers-color-scheme:dark){:root{${dark}}}`;
}

/** Text is readable before the font is there. What is no address of a file of ours cannot get into the style sheet. */
const fontCss = (url: string | undefined): string =>
  url !== undefined && /^\/assets\/v1\/[\w./%~!'()*-]+$/.test(url)
    ? `@font-face{font-family:Own;src:url("${url}");font-display:swap}:root{--font:Own}`
    : "";

const declare = (values: Readonly<Record<string, string>>, scheme: string): string =>
  `color-scheme:${scheme};${Object.entries(values)
    .map(([name, value]) => `--${name}:${value}`)
    .join(";")}`;
