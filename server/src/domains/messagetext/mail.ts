/** A mail as people see it: one column on a card, without anything to fetch but the logo and the font. */
import { directionOf } from "#src/platform/i18n/index.ts";
import { escapeHtml } from "./template.ts";

export interface MailColours {
  readonly page: string;
  readonly card: string;
  readonly text: string;
  readonly quiet: string;
  readonly line: string;
  readonly primary: string;
  readonly onPrimary: string;
  readonly link: string;
  readonly tint: string;
}

export interface MailLook {
  readonly light: MailColours;
  /** Where mail programs are dark; undefined when the branding is always the same. */
  readonly dark: MailColours | undefined;
  readonly logoUrl: string | undefined;
  readonly logoDarkUrl: string | undefined;
  /** Of the branding's own font, for the mail programs that load one. */
  readonly fontUrl: string | undefined;
  /** Stands where there is no logo, and in place of one that is not shown. */
  readonly sender: string;
}

/** Everything is HTML by now, or text of ours. */
export interface MailContent {
  readonly language: string;
  readonly title: string;
  readonly preHeader: string;
  readonly greeting: string;
  readonly text: string;
  readonly buttonText: string;
  readonly footerText: string;
  readonly linkHint: string;
  readonly url: string | undefined;
  /** A paragraph that is this alone stands out. */
  readonly code: string;
}

const fonts =
  "-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,'Noto Sans','Helvetica Neue',Arial,sans-serif";
/** Nothing in it can end the style sheet, or the text that it stands in. */
function fontFace({ fontUrl }: MailLook): string {
  if (fontUrl === undefined || !URL.canParse(fontUrl)) return "";
  const safe = new URL(fontUrl).href.replace(/["\\<>]/g, encodeURIComponent);
  return `@font-face{font-family:Own;src:url("${safe}")}`;
}

const codeFonts = "ui-monospace,SFMono-Regular,Menlo,Consolas,'Liberation Mono',monospace";

/** What an inbox shows behind the pre-header: nothing, instead of the beginning of the mail. */
const blank = "&#847;&zwnj;&nbsp;".repeat(60);

/** Its language is said once more on the card: some mail programs leave out the outermost elements. */
export function mailHtml(content: MailContent, look: MailLook): string {
  const { language, title } = content;
  const { page, card, text } = look.light;
  return `<!doctype html>
<html lang="${language}" dir="${directionOf(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="${look.dark ? "light dark" : "only light"}">
<meta name="supported-color-schemes" content="${look.dark ? "light dark" : "only light"}">
<title>${title}</title>
<style>${fontFace(look)}${styles(look.dark)}</style>
</head>
<body class="page" style="margin:0;padding:0;background:${page};color:${text};font-family:${look.fontUrl === undefined ? "" : "Own,"}${fonts};-webkit-text-size-adjust:100%">
<div aria-hidden="true" style="display:none;max-height:0;overflow:hidden;opacity:0">${content.preHeader}${blank}</div>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" class="page" style="background:${page}"><tr><td align="center" class="outer" style="padding:40px 16px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" class="card" style="max-width:560px;background:${card};border-radius:12px;border-top:4px solid ${look.light.primary}"><tr><td class="inner" lang="${language}" dir="${directionOf(language)}" style="padding:36px 40px;text-align:start">
${head(look)}
<h1 class="text" style="margin:0 0 20px;font-size:24px;line-height:1.3;font-weight:650;color:${text}">${title}</h1>
${body(content, look.light)}
</td></tr></table>
</td></tr></table>
</body>
</html>
`;
}

function head({ logoUrl, logoDarkUrl, sender, light, dark }: MailLook): string {
  const shown = logoUrl ?? logoDarkUrl;
  if (shown === undefined)
    return `<p class="quiet" style="margin:0 0 28px;font-size:14px;font-weight:600;color:${light.quiet}">${escapeHtml(sender)}</p>`;
  const image = `<img src="${escapeHtml(shown)}" alt="${escapeHtml(sender)}" height="40" style="display:block;height:40px;width:auto;max-width:220px;border:0;margin:0 0 28px">`;
  return dark === undefined || logoDarkUrl === undefined || logoDarkUrl === shown
    ? image
    : `<picture><source media="(prefers-color-scheme:dark)" srcset="${escapeHtml(logoDarkUrl)}">${image}</picture>`;
}

function body(content: MailContent, colours: MailColours): string {
  const { greeting, text, footerText, code } = content;
  const paragraphs = [greeting, ...text.split(/\n\s*\n/)].filter((each) => each.trim() !== "");
  return [
    ...paragraphs.map((each) => paragraph(each.trim(), code, colours)),
    content.url === undefined ? "" : button(content, content.url, colours),
    footerText === ""
      ? ""
      : `<p class="quiet line" style="margin:28px 0 0;padding-top:20px;border-top:1px solid ${colours.line};font-size:14px;line-height:1.5;color:${colours.quiet}">${lines(footerText)}</p>`,
  ]
    .filter((each) => each !== "")
    .join("\n");
}

const lines = (text: string): string => text.replaceAll("\n", "<br>");

function paragraph(text: string, code: string, colours: MailColours): string {
  if (code !== "" && text === code)
    return `<p class="code text" dir="ltr" style="margin:0 0 20px;padding:16px 20px;border-radius:8px;background:${colours.tint};color:${colours.text};font:600 26px/1.2 ${codeFonts};letter-spacing:4px;text-align:center">${code}</p>`;
  return `<p class="text" style="margin:0 0 16px;font-size:16px;line-height:1.55;color:${colours.text}">${lines(text)}</p>`;
}

function button({ buttonText, linkHint }: MailContent, url: string, colours: MailColours): string {
  const href = escapeHtml(url);
  return `<p style="margin:28px 0 20px"><a class="button" href="${href}" style="display:inline-block;padding:13px 26px;border-radius:8px;background:${colours.primary};color:${colours.onPrimary};font-size:16px;line-height:1.3;font-weight:600;text-decoration:none">${buttonText || href}</a></p>
<p class="quiet" style="margin:0;font-size:13px;line-height:1.5;color:${colours.quiet}">${linkHint}<br><a class="link" dir="ltr" href="${href}" style="color:${colours.link};word-break:break-all">${href}</a></p>`;
}

const narrow = "@media (max-width:480px){.outer{padding:0!important}.inner{padding:28px 20px!important}}";

function styles(dark: MailColours | undefined): string {
  if (dark === undefined) return narrow;
  return `${narrow}@media (prefers-color-scheme:dark){.page{background:${dark.page}!important}.card{background:${dark.card}!important;border-color:${dark.primary}!important}.text{color:${dark.text}!important}.quiet{color:${dark.quiet}!important}.line{border-color:${dark.line}!important}.code{background:${dark.tint}!important}.button{background:${dark.primary}!important;color:${dark.onPrimary}!important}.link{color:${dark.link}!important}}`;
}
