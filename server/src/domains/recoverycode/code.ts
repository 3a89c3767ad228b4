/** Recovery codes as people write them down: letters alone, since digits are easily mistaken for them, in groups. */
import type { Ctx } from "#src/platform/request/index.ts";

/** 75 bits. */
const shape = { length: 16, lower: true, upper: false, digits: false, symbols: false } as const;
const groupLength = 4;

export function newCode(ctx: Pick<Ctx, "secrets">): string {
  const letters = ctx.secrets.code(shape);
  return (letters.match(new RegExp(`.{${groupLength}}`, "g")) ?? []).join("-");
}

/**
 * What is hashed: the letters alone, however they were grouped and written, and whose they are. It is so long that
 * the fast hash of generated secrets is taken; the letters are more than can be tried out.
 */
export const secretForm = (userId: string, code: string): string =>
  `recovery code of user ${userId}: ${code.toLowerCase().replaceAll(/[^a-z]/g, "")}`;
