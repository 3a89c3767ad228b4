import { expect, test } from "vitest";
import { templateOrigin } from "./mail-links.ts";

test.each([
  ["https://app.example/verify?code={{.Code}}", "https://app.example"],
  [" HTTPS://APP.example:8443?c={{.Code}}", "https://app.example:8443"],
  ["http://[::1]:8080/{{.UserID}}", "http://[::1]:8080"],
  ["https://app.example", "https://app.example"],
])("the address of %s is fixed", (template, origin) => {
  expect(templateOrigin(template)?.origin).toBe(origin);
});

test.each([
  "https://{{.OrgID}}.example/",
  "https://app.example{{.Code}}/",
  "https://app.example@evil.example/",
  "https://app.example\\@evil.example/",
  "https://app.example\t.evil.example/",
  "https:/\\evil.example/",
  "//evil.example/",
  "/verify?code={{.Code}}",
  "{{.Code}}",
  "javascript:alert(1)",
  "",
])("%s has no fixed address", (template) => {
  expect(templateOrigin(template)).toBeUndefined();
});
