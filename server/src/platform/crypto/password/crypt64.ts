const ALPHABET = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** The base 64 of crypt(3): three bytes to four characters, lowest bits first, no padding. */
export function encodeCrypt64(bytes: Uint8Array): string {
  let text = "";
  for (let n = 0; n < bytes.length; n += 3) {
    const group = bytes.subarray(n, n + 3);
    let bits = (group[0] ?? 0) | ((group[1] ?? 0) << 8) | ((group[2] ?? 0) << 16);
    for (let chars = group.length + 1; chars > 0; chars--) {
      text += ALPHABET.charAt(bits & 0x3f);
      bits >>>= 6;
    }
  }
  return text;
}

/** The number 0–63 that a character stands for, -1 for any other. */
export function crypt64Value(char: string): number {
  return char.length === 1 ? ALPHABET.indexOf(char) : -1;
}

/** `digest` with its bytes in the given order, encoded: md5-crypt and sha2-crypt shuffle before they encode. */
export function encodeShuffled(digest: Uint8Array, order: readonly number[]): string {
  return encodeCrypt64(Uint8Array.from(order, (at) => digest[at] ?? 0));
}
