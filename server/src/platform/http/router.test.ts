import { expect, test } from "vitest";
import { readLanguages } from "./languages.ts";
import { createRouter } from "./router.ts";
import { acceptsGzip, addVary } from "./send.ts";

const route = (prefix: string) => ({ prefix, tenant: "own" as const, handle: () => {} });

test.each([
  ["/", "/"],
  ["/other", "/"],
  ["/v2", "/v2"],
  ["/v2/users", "/v2"],
  ["/v2beta/users", "/"],
  ["/v2/users/x/y", "/v2"],
  ["/v2/special/x", "/v2/special"],
  ["*", "/"],
])("%s goes to %s", (path, prefix) => {
  const find = createRouter(["/", "/v2", "/v2/special"].map(route));
  expect(find(path)?.prefix).toBe(prefix);
});

test("without a route for / unknown paths have none", () => {
  expect(createRouter([route("/v2")])("/x")).toBeUndefined();
});

test("a prefix given twice or badly formed stops the start", () => {
  expect(() => createRouter([route("/a"), route("/a")])).toThrow("/a");
  expect(() => createRouter([route("/a/")])).toThrow("/a/");
  expect(() => createRouter([route("a")])).toThrow('"a"');
});

test("languages come best first; refused and broken ones are left out", () => {
  expect(readLanguages("en;q=0.5, de-CH, fr;q=0, *, x_y, it;q=0.7")).toEqual(["de-CH", "it", "en"]);
  expect(readLanguages(undefined)).toEqual([]);
});

test.each([
  ["gzip", true],
  ["br, gzip;q=0.5", true],
  ["*", true],
  ["gzip;q=0", false],
  ["gzip;q=0.0, br", false],
  ["br", false],
  [undefined, false],
])("Accept-Encoding %j: %s", (header, accepts) => {
  expect(acceptsGzip(header)).toBe(accepts);
});

test("Vary names each header once", () => {
  expect(addVary(undefined, "Origin")).toBe("Origin");
  expect(addVary("Origin", "Accept-Encoding")).toBe("Origin, Accept-Encoding");
  expect(addVary("origin", "Origin")).toBe("origin");
});
