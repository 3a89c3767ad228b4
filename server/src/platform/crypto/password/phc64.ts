/**
 * Bytes of standard base64 with or without padding, or of passlib's variant with `.` for `+`; undefined for
 * anything else.
 */
export function decodeBase64(text: string): Buffer | undefined {
  if (!/^[A-Za-z0-9+/.]*={0,2}$/.test(text)) return undefined;
  const bytes = Buffer.from(text.replaceAll(".", "+"), "base64");
  return bytes.length > 0 ? bytes : undefined;
}

/** Standard base64 without padding, as PHC strings have it. */
export function encodePhc64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64").replace(/=+$/, "");
}
