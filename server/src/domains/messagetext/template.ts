/** Texts with variables, `{{.Name}}`, into what is sent. Values are put in once: what stands in one is never a variable. */

export type Variables = Readonly<Record<string, string>>;

const action = /\{\{([^{}]*)\}\}/g;
/** The name, bare or passed through a function that escapes: escaping is done here, and once. */
const nameIn = /^-?\s*(?:(?:urlquery|html|js)\s+)?\.(\w+)\s*(?:\|\s*\w+\s*)*-?$/;

/** The names that a text uses. */
export const variablesIn = (text: string): readonly string[] =>
  [...text.matchAll(action)].flatMap(([, inner = ""]) => nameIn.exec(inner.trim())?.[1] ?? []);

/**
 * The first place in a text where nothing would be put in, or the braces would be shown: an expression that is no
 * variable, one of a name that is not known, braces that do not match.
 */
export function faultIn(text: string, known: readonly string[]): string | undefined {
  const wrong = [...text.matchAll(action)].find(
    ([, inner = ""]) => !known.includes(nameIn.exec(inner.trim())?.[1] ?? ""),
  );
  return wrong?.[0] ?? /\{\{|\}\}/.exec(text.replace(action, ""))?.[0];
}

/** What is no variable that is known becomes nothing. */
function fill(
  template: string,
  variables: Variables,
  literal: (text: string) => string,
  value: (text: string) => string,
): string {
  const parts: string[] = [];
  let end = 0;
  for (const match of template.matchAll(action)) {
    const name = nameIn.exec((match[1] ?? "").trim())?.[1] ?? "";
    const found = Object.hasOwn(variables, name) ? (variables[name] ?? "") : "";
    parts.push(literal(template.slice(end, match.index)), value(found));
    end = match.index + match[0].length;
  }
  return [...parts, literal(template.slice(end))].join("");
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);

/** Emphasis and line breaks, without attributes; any other markup is shown as it was written. */
const emphasis = /&lt;(\/?)(b|strong|i|em|u)&gt;/gi;
const lineBreak = /&lt;br\s*\/?&gt;/gi;

const formatted = (text: string): string =>
  escapeHtml(text).replace(emphasis, "<$1$2>").replace(lineBreak, "\n");

const plain = (text: string): string =>
  text.replace(/<\/?(?:b|strong|i|em|u)>/gi, "").replace(/<br\s*\/?>/gi, "\n");

/** One line: no value can begin a header, or a line that looks like ours. */
const oneLine = (text: string): string => text.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, " ").trim();

/** Escaped but for emphasis; lines stay lines. */
export const toHtml = (template: string, variables: Variables): string =>
  fill(template.replaceAll("\r\n", "\n"), variables, formatted, (value) => escapeHtml(oneLine(value)));

export const toText = (template: string, variables: Variables): string =>
  fill(template.replaceAll("\r\n", "\n"), variables, plain, oneLine).trim();

/** For subjects and headings. */
export const toLine = (template: string, variables: Variables): string =>
  oneLine(toText(template, variables));

/** An address; undefined when what comes out is none of the web's. */
export function toUrl(template: string, variables: Variables): string | undefined {
  const url = fill(template.trim(), variables, (text) => text, encodeURIComponent);
  return URL.canParse(url) && /^https?:$/.test(new URL(url).protocol) ? new URL(url).href : undefined;
}
