import type { Route } from "./exchange.ts";

/** Finds the route with the longest prefix that holds the path in whole segments. */
export type FindRoute = (path: string) => Route | undefined;

/** @throws Error when a prefix is given twice or does not begin with a slash */
export function createRouter(routes: readonly Route[]): FindRoute {
  const byPrefix = new Map<string, Route>();
  for (const route of routes) {
    const prefix = route.prefix === "/" ? "" : route.prefix;
    if (prefix !== "" && !/^\/.*[^/]$/.test(prefix)) {
      throw new Error(`route prefix "${route.prefix}" must begin with a slash and not end with one`);
    }
    if (byPrefix.has(prefix)) throw new Error(`two routes for ${route.prefix}`);
    byPrefix.set(prefix, route);
  }
  return (path) => {
    for (let prefix = path; ; prefix = prefix.slice(0, prefix.lastIndexOf("/"))) {
      const route = byPrefix.get(prefix);
      if (route !== undefined || prefix === "") return route;
      if (!prefix.includes("/")) return byPrefix.get("");
    }
  };
}
