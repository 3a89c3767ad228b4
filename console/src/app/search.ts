/**
 * Search parameters are plain text in the address: the router's own reading would turn an id of digits into a number
 * and lose its end.
 */
export type RawSearch = Readonly<Record<string, unknown>>;

export function parseSearch(search: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(search));
}

export function stringifySearch(search: Readonly<Record<string, unknown>>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    if (typeof value === "number" || (typeof value === "string" && value !== ""))
      params.set(name, `${value}`);
  }
  const text = params.toString();
  return text === "" ? "" : `?${text}`;
}

/** A parameter as text; undefined when it is absent or empty. */
export function textIn(search: RawSearch, name: string): string | undefined {
  const value = search[name];
  if (typeof value === "number") return `${value}`;
  return typeof value === "string" && value !== "" ? value : undefined;
}
