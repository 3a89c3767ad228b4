import { expect, test } from "vitest";
import { isLinkTemplate, templateOrigin } from "./mail-links.ts";

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

test.each([
  "https://app.example/verify?code={{.Code}}&user={{ .UserID }}",
  "https://{{.OrgID}}.example/",
  " http://localhost:3000 ",
])("%s gives a link", (template) => {
  expect(isLinkTemplate(template)).toBe(true);
});

test.each([
  "https://app.example/{{.Code",
  "https://app.example/.Code}}",
  "https://app.example/{{{{.Code}}}}",
  "javascript:alert({{.Code}})",
  "/verify?code={{.Code}}",
  "{{.Code}}",
])("%s gives none, for nobody", (template) => {
  expect(isLinkTemplate(template)).toBe(false);
});
