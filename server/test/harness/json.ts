/** Reads JSON whose shape only the test that asked for it knows. */

/** What stands at a path such as `user.human.profile`; undefined where there is nothing. */
export function valueAt(json: unknown, path: string): unknown {
  let at = json;
  for (const name of path.split(".")) {
    if (typeof at !== "object" || at === null) return undefined;
    at = Reflect.get(at, name);
  }
  return at;
}

/** @throws Error that shows what came instead */
export function textAt(json: unknown, path: string): string {
  const value = valueAt(json, path);
  if (typeof value !== "string") throw new Error(`no text at ${path} of ${JSON.stringify(json)}`);
  return value;
}

/** @throws Error that shows what came instead */
export function listAt(json: unknown, path: string): readonly unknown[] {
  const value = valueAt(json, path);
  if (!Array.isArray(value)) throw new Error(`no list at ${path} of ${JSON.stringify(json)}`);
  return value;
}
