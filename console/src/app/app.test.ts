import { expect, test } from "vitest";
import { environmentFrom } from "./environment.ts";
import { holds } from "./permissions.ts";

test("an environment names a client and an issuer; the API is at the page's origin unless it says otherwise", () => {
  const named = { clientid: "1@p", issuer: "https://id.example" };
  expect(environmentFrom(named, "https://here")).toEqual({
    clientId: "1@p",
    issuer: "https://id.example",
    api: "https://here",
  });
  expect(environmentFrom({ ...named, api: "https://api" }, "https://here").api).toBe("https://api");
  for (const wrong of [
    undefined,
    null,
    {},
    { clientid: "1" },
    { issuer: "x" },
    { clientid: 1, issuer: "x" },
  ]) {
    expect(() => environmentFrom(wrong, "https://here")).toThrow();
  }
});

test("a permission holds as such or for one resource, never by its beginning alone", () => {
  expect(holds(["user.read"], "user.read")).toBe(true);
  expect(holds(["project.read:42"], "project.read")).toBe(true);
  expect(holds(["user.read.all", "user.write"], "user.read")).toBe(false);
  expect(holds([], "user.read")).toBe(false);
});
