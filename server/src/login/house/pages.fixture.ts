/** The pages over the real house, for tests: browsers, and the address where a login begins. */
import type { Ctx } from "#src/platform/request/index.ts";
import { createLogin } from "../http.ts";
import { PlainBrowser } from "../plain-browser.fixture.ts";
import { origin, type RealHouse } from "./real-house.fixture.ts";

/**
 * @param reported gets what was thrown and is no refusal; a test expects it to stay empty
 * @param keepsMails as on a developer's machine, where they arrive without a provider
 */
export function browserOf(
  real: RealHouse,
  reported: unknown[] = [],
  keepsMails = true,
  more: Partial<Ctx> = {},
): PlainBrowser {
  const app = createLogin({
    context: async () => real.ctx(more),
    keepsMails,
    report: (error) => reported.push(error),
  });
  return new PlainBrowser({ app }, origin);
}

/** @param requestId with its prefix */
export const entryOf = (requestId: string): string => `/ui/v2/login/login?requestId=${requestId}`;
