/** What people read off their messages and their authenticator apps. */
import { createHmac } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { Server } from "../protocols/server.ts";

/** The code in the newest message to an address or a number. @param after how many came before it */
export async function codeFor({ origin }: Server, to: string, after = 0): Promise<string> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const answer = await fetch(`${origin}/dev/inbox.json`);
    const { messages } = (await answer.json()) as { messages: { to: string; text: string }[] };
    const texts = messages.filter((one) => one.to === to).map(({ text }) => text);
    const code = /\b(?:\d{8}|[A-Z0-9]{6})\b/.exec(texts[0] ?? "")?.[0];
    if (texts.length > after && code !== undefined) return code;
    await pause(50);
  }
  throw new Error(`no message to ${to}`);
}

/**
 * What an authenticator app shows now for a base32 secret (RFC 6238).
 * @param ahead how many steps later: a code that was used is not taken again, the next one already is
 */
export function totp(secret: string, ahead = 0): string {
  const bits = [...secret].map((letter) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter));
  const text = bits.map((value) => value.toString(2).padStart(5, "0")).join("");
  const key = Buffer.from((text.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + ahead));
  const hash = createHmac("sha1", key).update(counter).digest();
  const at = (hash.at(-1) ?? 0) & 15;
  return String((hash.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}
