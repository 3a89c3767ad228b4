import { hash, timingSafeEqual } from "node:crypto";

/** True when both texts are equal; the time taken tells nothing about where, or in length, they differ. */
export function equalText(left: string, right: string): boolean {
  return timingSafeEqual(hash("sha256", left, "buffer"), hash("sha256", right, "buffer"));
}

/** For digests and other bytes whose length is no secret. */
export function equalBytes(left: Uint8Array, right: Uint8Array): boolean {
  return left.byteLength === right.byteLength && timingSafeEqual(left, right);
}
