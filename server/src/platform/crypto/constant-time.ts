import { hash, timingSafeEqual } from "node:crypto";

/** True when both texts are equal; the time taken tells nothing about where, or in length, they differ. */
export function equalText(left: string, right: string): boolean {
  return timingSafeEqual(hash("sha256", left, "buffer"), hash("sha256", right, "buffer"));
}

/** As `equalText`, for bytes. */
export function equalBytes(left: Uint8Array, right: Uint8Array): boolean {
  return timingSafeEqual(hash("sha256", left, "buffer"), hash("sha256", right, "buffer"));
}
