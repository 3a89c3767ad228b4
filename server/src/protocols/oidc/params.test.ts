import { expect, test } from "vitest";
import { listParam, readParams, requireParam, requireSound, secondsParam } from "./params.ts";

const idOf = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return error instanceof Error && "id" in error ? error.id : error;
  }
};

test("a parameter may come once, and an empty one counts as left out", () => {
  expect(readParams("a=1&b=&a=").get("a")).toBe("1");
  expect(readParams("b=").get("b")).toBeUndefined();
  const twice = readParams("a=1&a=1");
  expect(twice.get("a")).toBeUndefined();
  expect(idOf(() => requireSound(twice))).toBe("OIDC-Dup1p");
  expect(twice.problems.get("a")?.message).toContain("parameter a ");
});

test.each([
  ["too long", `a=${"x".repeat(4097)}`, "OIDC-Lng2p"],
  ["a token that is too long", `token=${"x".repeat(16_385)}`, "OIDC-Lng2p"],
  ["broken UTF-8", "a=%ff%fe", "OIDC-Utf8p"],
  ["half a surrogate in UTF-8", "a=%ed%a0%80", "OIDC-Utf8p"],
  ["a NUL", "a=%00", "OIDC-Utf8p"],
])("%s is refused and named", (_what, query, id) => {
  expect(idOf(() => requireSound(readParams(query)))).toBe(id);
});

test("tokens may be longer than other parameters", () => {
  expect(readParams(`token=${"x".repeat(16_384)}`).problems.size).toBe(0);
});

test("a required parameter that is wrong is told as wrong, one that is missing as missing", () => {
  expect(idOf(() => requireParam(readParams("a=1&a=2"), "a"))).toBe("OIDC-Dup1p");
  expect(idOf(() => requireParam(readParams(""), "a"))).toBe("OIDC-Mis3p");
  expect(requireParam(readParams("a=1"), "a")).toBe("1");
});

test("lists lose blanks and repetitions; seconds are whole numbers", () => {
  expect(listParam(readParams("s=a++b%20a"), "s")).toEqual(["a", "b"]);
  expect(secondsParam(readParams("n=0"), "n")).toBe(0);
  for (const wrong of ["-1", "1.5", "1e3", "x", "9999999999", "0x1"])
    expect(
      idOf(() => secondsParam(readParams(`n=${wrong}`), "n")),
      wrong,
    ).toBe("OIDC-Num4p");
});

test("names that objects have by themselves are parameters like others", () => {
  expect(readParams("a=1").get("__proto__")).toBeUndefined();
  expect(readParams("__proto__=x").get("__proto__")).toBe("x");
});
