export { whoseNamed } from "./named.ts";
export { filterPage, listPage, type Page, type PageRequest } from "./page.ts";
export { type Found, type Search, search, tailOf, totalOf, upTo } from "./search.ts";
export type { Texts } from "./seek.ts";
export { anyOf, isOneOf, textFilter } from "./text.ts";
export { timestampFilter, wholeMillisecond } from "./time.ts";
export { emptyFilter, type Filter, filterTree } from "./tree.ts";
