import { expect, test } from "vitest";
import { contrast } from "#src/domains/branding/index.ts";
import { brandingCss, defaultBranding, variables } from "./branding.ts";

const hues = [
  "#000000",
  "#ffffff",
  "#111827",
  "#5469d4",
  "#ffee00",
  "#808080",
  "#cd3d56",
  "#00ff00",
  "#0a0a5a",
];

test("whatever four colours a label policy has, text, links, fields and buttons keep their contrast", () => {
  const wanted: readonly (readonly [text: string, ground: string, least: number])[] = [
    ["text", "page", 3.9],
    ["text", "field", 3.9],
    ["text", "alarm", 3.9],
    ["quiet", "page", 4.5],
    ["link", "page", 4.5],
    ["warn", "page", 4.5],
    ["edge", "page", 3],
    ["on-primary", "primary", 4.5],
  ];
  const tooFaint: string[] = [];
  let palettes = 0;
  for (const primary of hues)
    for (const background of hues)
      for (const warn of hues)
        for (const font of hues) {
          const css = variables({ primary, background, warn, font }, defaultBranding.light);
          for (const [text, ground, least] of wanted)
            if (contrast(css[text] ?? "", css[ground] ?? "") < least)
              tooFaint.push(`${text} on ${ground}: ${primary} ${background} ${warn} ${font}`);
          palettes++;
        }
  expect(tooFaint).toEqual([]);
  expect(palettes).toBe(hues.length ** 4);
});

test("the default palettes reach AA on every pair that meets", () => {
  for (const palette of [defaultBranding.light, defaultBranding.dark]) {
    const css = variables(palette, palette);
    for (const [text, ground] of [
      ["text", "page"],
      ["text", "field"],
      ["quiet", "page"],
      ["quiet", "field"],
      ["link", "page"],
      ["warn", "page"],
      ["text", "alarm"],
      ["on-primary", "primary"],
      ["on-primary", "primary-press"],
      ["on-wall", "wall"],
      ["text", "tint"],
      ["quiet", "tint"],
    ] as const) {
      expect(contrast(css[text] ?? "", css[ground] ?? ""), `${text} on ${ground}`).toBeGreaterThanOrEqual(
        4.5,
      );
    }
    expect(contrast(css["edge"] ?? "", css["field"] ?? "")).toBeGreaterThanOrEqual(3);
    expect(contrast(css["ring"] ?? "", css["page"] ?? "")).toBeGreaterThanOrEqual(3);
  }
});

test("a colour that is none cannot break out of the style sheet", () => {
  const css = brandingCss({
    ...defaultBranding,
    light: { ...defaultBranding.light, primary: "red}</style><script>" },
  });
  expect(css).not.toContain("<");
  expect(css).toContain("#5469d4");
});

test("a fixed theme has no media query", () => {
  expect(brandingCss({ ...defaultBranding, themeMode: "dark" })).not.toContain("@media");
  expect(brandingCss({ ...defaultBranding, themeMode: "dark" })).toContain("color-scheme:dark");
});

test("a font is a file of ours, and what is none cannot break out of the style sheet", () => {
  const fontUrl = "/assets/v1/1/policy/label/font-a1.woff2";
  expect(brandingCss({ ...defaultBranding, fontUrl })).toContain(`src:url("${fontUrl}")`);
  const hostile = [
    "https://evil.example/f",
    "//evil.example/f",
    '/assets/v1/a")}</style><script>',
    "/assets/v1/a\\",
  ];
  for (const other of hostile)
    expect(brandingCss({ ...defaultBranding, fontUrl: other })).toBe(brandingCss(defaultBranding));
});
