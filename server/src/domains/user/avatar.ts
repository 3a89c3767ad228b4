import { assetPath } from "#src/domains/asset/index.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import type { UserState } from "./state.ts";

/** The key that a person's picture is delivered under; undefined without one. */
export const avatarKeyOf = ({ state }: Pick<Row<UserState>, "state">): string | undefined =>
  state.kind === "human" ? state.human.avatarKey : undefined;

/**
 * Where the picture of a person is delivered; empty without one.
 * @param origin such as `https://id.example.com`; empty for an address within it
 */
export function avatarUrl(user: Pick<Row<UserState>, "owner" | "state"> | undefined, origin: string): string {
  const key = user && avatarKeyOf(user);
  return user === undefined || key === undefined ? "" : `${origin}${assetPath(user.owner, key)}`;
}
