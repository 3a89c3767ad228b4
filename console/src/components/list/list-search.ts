import { type RawSearch, textIn } from "../../app/search.ts";

/** What a list shows, as it stands in the address: shareable, and kept by the back button. */
export interface ListSearch {
  readonly q?: string | undefined;
  readonly state?: string | undefined;
  /** A column's id, with `-` in front for descending. */
  readonly sort?: string | undefined;
  /** From 1. */
  readonly page?: number | undefined;
  readonly size?: number | undefined;
}

export const pageSizes: readonly number[] = [25, 50, 100];
export const defaultPageSize = 25;

const positive = (text: string | undefined): number | undefined =>
  text !== undefined && /^[1-9]\d{0,6}$/.test(text) ? Number(text) : undefined;

/** Nonsense in the address counts as nothing. */
export function listSearch(search: RawSearch): ListSearch {
  const size = positive(textIn(search, "size"));
  return {
    q: textIn(search, "q")?.slice(0, 200),
    state: textIn(search, "state"),
    sort: textIn(search, "sort"),
    page: positive(textIn(search, "page")),
    size: size !== undefined && pageSizes.includes(size) ? size : undefined,
  };
}

export interface Sorting {
  readonly column: string;
  readonly ascending: boolean;
}

/** @param fallback what holds when the address says nothing */
export function sortingOf(sort: string | undefined, columns: readonly string[], fallback: Sorting): Sorting {
  if (sort === undefined) return fallback;
  const ascending = !sort.startsWith("-");
  const column = ascending ? sort : sort.slice(1);
  return columns.includes(column) ? { column, ascending } : fallback;
}

export const sortText = ({ column, ascending }: Sorting): string => (ascending ? column : `-${column}`);

export interface Window {
  readonly offset: number;
  readonly limit: number;
}

export function windowOf({ page = 1, size = defaultPageSize }: ListSearch): Window {
  return { offset: (page - 1) * size, limit: size };
}

/** True when anything narrows the list. */
export const isNarrowed = (search: ListSearch): boolean =>
  search.q !== undefined || search.state !== undefined;
