import { createHash } from "node:crypto";

/**
 * Whether a word is one of many, in a few bits for each (a Bloom filter): a word that is in is always found, one that
 * is not is taken for one of them once in ten million times.
 */
export interface WordFilter {
  has(word: string): boolean;
}

/** Ten million to one against a mistake: 1.44 · log2(10^7) bits, and log2(10^7) looks. */
const bitsPerWord = 34;
const looks = 23;

/** SHA-1, so that corpora which are published as such can be taken in; it keeps no secret here. */
const digestOf = (word: string): Buffer => createHash("sha1").update(word).digest();

/** The places of a digest, by enhanced double hashing: plain double hashing meets itself where step and size share factors. */
function* placesOf(digest: Buffer, bits: number): Generator<number> {
  const first = digest.readUIntBE(0, 6);
  const step = digest.readUIntBE(6, 4);
  for (let n = 0; n < looks; n += 1) yield (first + n * step + (n * n * n - n) / 6) % bits;
}

/** Large filters have more bits than the 32 that shifting keeps of a number. */
const byteOf = (place: number): number => Math.floor(place / 8);

/** Collects digests into a filter. @param expected how many at most */
export function collectWords(expected: number) {
  const bytes = new Uint8Array(Math.ceil((Math.max(expected, 1) * bitsPerWord) / 8));
  const addDigest = (digest: Buffer): void => {
    for (const place of placesOf(digest, bytes.length * 8)) {
      const at = byteOf(place);
      bytes[at] = (bytes[at] ?? 0) | (1 << (place % 8));
    }
  };
  return { add: (word: string): void => addDigest(digestOf(word)), addDigest, bytes };
}

/** @param bytes as `collectWords` made them */
export const readFilter = (bytes: Uint8Array): WordFilter => ({
  has(word) {
    for (const place of placesOf(digestOf(word), bytes.length * 8))
      if (((bytes[byteOf(place)] ?? 0) & (1 << (place % 8))) === 0) return false;
    return true;
  },
});
