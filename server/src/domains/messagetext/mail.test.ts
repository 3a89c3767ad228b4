import { expect, test } from "vitest";
import { contrast } from "#src/domains/branding/index.ts";
import { colours } from "./look.ts";
import { type MailContent, type MailLook, mailHtml } from "./mail.ts";

const light = colours({ primary: "#5469d4", background: "#fafafa", font: "#000000" });
const dark = colours({ primary: "#2073c4", background: "#111827", font: "#ffffff" });
const content: MailContent = {
  language: "en",
  title: "Title",
  preHeader: "Pre",
  greeting: "Hello",
  text: "One\ntwo\n\nA1\n\nA1 B",
  buttonText: "Go",
  footerText: "Foot",
  linkHint: "Hint",
  url: "https://id.example/?a=1&b=%22",
  code: "A1",
};
const look: MailLook = {
  light,
  dark,
  logoUrl: undefined,
  logoDarkUrl: undefined,
  fontUrl: undefined,
  sender: "A & B",
};

test.each([
  ["#5469d4", "#fafafa", "#000000"],
  ["#ffff00", "#ffffff", "#eeeeee"],
  ["#000000", "#111827", "#111111"],
  ["#808080", "#808080", "#808080"],
])("all that meets in a mail can be read: %s on %s in %s", (primary, background, font) => {
  const { card, text, quiet, link, onPrimary, tint, ...rest } = colours({ primary, background, font });
  expect(contrast(card, text)).toBeGreaterThanOrEqual(7);
  expect(contrast(tint, text)).toBeGreaterThanOrEqual(4.5);
  expect(Math.min(contrast(card, quiet), contrast(card, link))).toBeGreaterThanOrEqual(4.5);
  expect(contrast(rest.primary, onPrimary)).toBeGreaterThanOrEqual(4.5);
});

test("nothing is fetched but the logo, which names the sender", () => {
  expect(mailHtml(content, look)).not.toMatch(/src/);
  expect(mailHtml(content, look)).toContain(">A &amp; B</p>");
  const html = mailHtml(content, {
    ...look,
    logoUrl: "https://id.example/l",
    logoDarkUrl: "https://id.example/d",
  });
  expect(html.match(/(?:src|srcset)="[^"]*"/g)).toEqual([
    'srcset="https://id.example/d"',
    'src="https://id.example/l"',
  ]);
  expect(html).toContain('alt="A &amp; B"');
});

test("the font of the branding comes with it, and its address cannot end the style sheet", () => {
  expect(mailHtml(content, look)).not.toContain("@font-face");
  const html = mailHtml(content, { ...look, fontUrl: 'https://id.example/a")}</style><script>' });
  expect(html).toMatch(/@font-face\{font-family:Own;src:url\("https:\/\/id\.example\/a[\w%)/]+"\)\}@media/);
  expect(html).toContain("font-family:Own,-apple-system");
  expect(html).not.toContain("<script>");
});

test("a branding that is always the same does not follow the mail program", () => {
  expect(mailHtml(content, look)).toContain("prefers-color-scheme:dark");
  const fixed = mailHtml(content, { ...look, dark: undefined });
  expect(fixed).not.toContain("prefers-color-scheme");
  expect(fixed).toContain('content="only light"');
});

test("lines stay lines, and a code alone stands out", () => {
  const html = mailHtml(content, look);
  expect(html).toContain(">One<br>two</p>");
  expect(html.match(/<p class="code/g)).toHaveLength(1);
  expect(html).toContain('href="https://id.example/?a=1&amp;b=%22"');
  expect(mailHtml({ ...content, url: undefined }, look)).not.toContain("href");
});
