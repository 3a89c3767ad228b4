import { expect, test } from "vitest";
import { exhausted } from "#src/platform/failure/index.ts";
import { createQuotaGate } from "./quota-gate.ts";

type Place = Parameters<ReturnType<typeof createQuotaGate>["use"]>[1];

/** What the browser is told when requests end like this. */
async function headersAfter(outcome: Error | undefined, origin: string): Promise<readonly string[]> {
  const headers: string[] = [];
  const meter = async () => {
    if (outcome !== undefined) throw outcome;
  };
  const gate = createQuotaGate({ use: meter, check: meter });
  const exchange = { addHeader: (name: string, value: string) => void headers.push(`${name}: ${value}`) };
  // The meter of this test looks at none of it.
  const place = { origin } as Place;
  for (const ask of [gate.use, gate.check])
    expect(
      await ask(exchange, place).then(
        () => undefined,
        (error: unknown) => error,
      ),
    ).toBe(outcome);
  return headers;
}

const cookie = "set-cookie: zitadel.quota.exhausted=true; Path=/; Max-Age=300; SameSite=Lax";
const usedUp = exhausted("QUOTA-vjAy8", "Errors.Quota.Access.Exhausted");

test.each([
  ["https://id.test", usedUp, [`${cookie}; Secure`, `${cookie}; Secure`]],
  ["http://id.test", usedUp, [cookie, cookie]],
  ["https://id.test", exhausted("T-1", "Errors.Other"), []],
  ["https://id.test", undefined, []],
])("%s after %s", async (origin, outcome, headers) => {
  expect(await headersAfter(outcome, origin)).toEqual(headers);
});
