import type { Ctx } from "#src/platform/request/index.ts";
import type { NewCode } from "./code-commands.ts";

/** Where the hosted login lets somebody register a passkey by a code. */
export function linkV1({ origin }: Pick<Ctx, "origin">, userId: string, made: NewCode): string {
  const { id, orgId, returned = "" } = made;
  const query = new URLSearchParams({ userID: userId, orgID: orgId, codeID: id, code: returned });
  return `${origin}/ui/login/login/passwordless/init?${query}`;
}
