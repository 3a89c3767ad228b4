const HIDDEN = "[redacted]";
const MAX_DEPTH = 6;
const MAX_ITEMS = 100;
const MAX_TEXT = 4000;

/** Names whose values are secrets: `password`, `newPassword`, `client_secret`, `accessToken`, `Set-Cookie`, `otp` … */
const SECRET_NAME =
  /(?:pass(?:word|wd|phrase)?|secret|token|pat|authorization|cookie|verifier|assertion|masterkey|private_?key|key_?data|credentials?|otp|pin|code)s?$/i;

/** Secrets in running text, whatever they are called. */
const SECRET_TEXT: readonly (readonly [RegExp, string])[] = [
  [/\b(Bearer|Basic|DPoP)\s+[A-Za-z0-9._~+/=-]{8,}/gi, `$1 ${HIDDEN}`],
  [/\beyJ[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*/g, HIDDEN],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, HIDDEN],
  [/\b([a-z][a-z0-9+.-]{0,30}:\/\/[^\s:/@]*):[^\s@]+@/gi, `$1:${HIDDEN}@`],
  [
    /([?&#](?:code|access_token|id_token|refresh_token|token|state|client_secret|password)=)[^&\s#]+/gi,
    `$1${HIDDEN}`,
  ],
  [/\$(?:argon2(?:id|i|d)|2[aby]|scrypt|pbkdf2[a-z0-9-]*|[1567])\$[^\s"']+/g, HIDDEN],
];

function redactText(text: string): string {
  let clean = text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
  for (const [form, replacement] of SECRET_TEXT) clean = clean.replace(form, replacement);
  return clean;
}

function redactError(error: Error, depth: number): object {
  return {
    name: error.name,
    message: redactText(error.message),
    ...("id" in error && typeof error.id === "string" ? { id: error.id } : {}),
    // PostgreSQL's SQLSTATE and Node's error names; a detail could quote a row and is left out.
    ...("code" in error && typeof error.code === "string" ? { errorCode: error.code } : {}),
    ...(error.stack === undefined ? {} : { stack: redactText(error.stack) }),
    ...(error.cause === undefined ? {} : { cause: redact(error.cause, depth + 1) }),
  };
}

function redactObject(value: object, depth: number): unknown {
  if (depth >= MAX_DEPTH) return "[deeper]";
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (value instanceof Error) return redactError(value, depth);
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (Array.isArray(value)) return value.slice(0, MAX_ITEMS).map((item) => redact(item, depth + 1));
  const entries = Object.entries(value).slice(0, MAX_ITEMS);
  return Object.fromEntries(entries.map(([name, field]) => [name, redactField(name, field, depth)]));
}

/**
 * A copy that may be written to a log: plain JSON, without secrets by name or by form, bounded in depth and length.
 * Bytes and functions are named, never shown.
 */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === "string") return redactText(value);
  if (typeof value === "bigint") return String(value);
  if (typeof value === "function" || typeof value === "symbol") return `[${typeof value}]`;
  return typeof value === "object" && value !== null ? redactObject(value, depth) : value;
}

function redactField(name: string, field: unknown, depth: number): unknown {
  const shows =
    field === undefined || field === null || typeof field === "boolean" || typeof field === "number";
  return SECRET_NAME.test(name) && !(shows && !/otp|pin/i.test(name)) ? HIDDEN : redact(field, depth + 1);
}
