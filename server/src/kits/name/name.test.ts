import { expect, test } from "vitest";
import { requireTypeable, requireVisible } from "./index.ts";

const refusal = expect.objectContaining({
  kind: "invalid_argument",
  id: "NAME-Uns33",
  details: { field: "name" },
});

test.each([
  "\u0000",
  "\n",
  "\u007F",
  "\u0085",
  "\u200B",
  "\u2028",
  "\u202A",
  "\u202E",
  "\u2066",
  "\u2069",
  "\uFEFF",
])("no name has %j, which makes it look like another", (char) => {
  for (const check of [requireVisible, requireTypeable])
    expect(() => check(`ad${char}a`, "name")).toThrow(refusal);
});

test.each(["می‌خواهم", "क्‍ष", "👩‍💻", "❤️"])("%s is a name to show, and none to type", (name) => {
  requireVisible(name, "name");
  expect(() => requireTypeable(name, "name")).toThrow(refusal);
});

test.each(["ada", "Müller & Söhne", "علی", "अदा", "艾达", "😀", "ada@example.com", "billing:read"])(
  "%s is a name to type",
  (name) => {
    requireVisible(name, "name");
    requireTypeable(name, "name");
  },
);
