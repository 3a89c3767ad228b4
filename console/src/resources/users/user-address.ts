import { type RawSearch, textIn } from "../../app/search.ts";
import { type ListSearch, listSearch } from "../../components/list/list-search.ts";

export type UserKind = "human" | "machine";

/** `type` has been in links to the user list for long: keep its name and values. */
export interface UserSearch extends ListSearch {
  readonly type?: UserKind | undefined;
}

export function userSearch(search: RawSearch): UserSearch {
  const type = textIn(search, "type");
  return { ...listSearch(search), type: type === "human" || type === "machine" ? type : undefined };
}
