import { expect, test } from "vitest";
import { faultIn, toHtml, toLine, toText, toUrl, variablesIn } from "./template.ts";

const variables = {
  Name: "<b>Mia</b> {{.Code}}",
  Code: "A1&B",
  Odd: "x\r\nBcc: a@b.example",
  Path: "a b/c?d#e",
};

test.each([
  ["{{.Code}} {{ .Code }} {{-  .Code -}}", "A1&B A1&B A1&B"],
  ["{{.Code | html}} {{urlquery .Code}}", "A1&B A1&B"],
  ["{{.Unknown}}{{.constructor}}{{.__proto__}}{{}}{{range .Code}}{{if .Code}}x{{end}}", "x"],
  ["{{.Name}}", "<b>Mia</b> {{.Code}}"],
  ["{{.Odd}}", "x Bcc: a@b.example"],
  ["{{{.Code}}} {{.Code} {.Code}}", "{A1&B} {{.Code} {.Code}}"],
  ["a<br>b<BR />c <strong>d</strong> <i>e</I>", "a\nb\nc d e"],
])("as text %s is %s", (template, expected) => {
  expect(toText(template, variables)).toBe(expected);
});

test.each([
  ["{{.Name}}", "&lt;b&gt;Mia&lt;/b&gt; {{.Code}}"],
  ["a<br/>b <strong>{{.Code}}</strong>", "a\nb <strong>A1&amp;B</strong>"],
  ["<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"],
  ["<b onclick=alert(1)>x</b>", "&lt;b onclick=alert(1)&gt;x</b>"],
  ["<img src=https://evil.example/x>", "&lt;img src=https://evil.example/x&gt;"],
  [`<a href="https://evil.example">x</a>`, "&lt;a href=&quot;https://evil.example&quot;&gt;x&lt;/a&gt;"],
  ["<{{.Tag}}script>", "&lt;script&gt;"],
])("an override is no markup but emphasis: %s is %s", (template, expected) => {
  expect(toHtml(template, variables)).toBe(expected);
});

test("a subject is one line, whatever was written and whatever somebody is called", () => {
  expect(toLine("Hi\r\nBcc: c@d.example {{.Odd}}\u2028z", variables)).toBe(
    "Hi Bcc: c@d.example x Bcc: a@b.example z",
  );
});

test.each([
  ["https://app.example/?c={{.Code}}&p={{.Path}}", "https://app.example/?c=A1%26B&p=a%20b%2Fc%3Fd%23e"],
  ["javascript:alert({{.Code}})", undefined],
  ["/verify?code={{.Code}}", undefined],
])("the link of %s is %s", (template, expected) => {
  expect(toUrl(template, variables)).toBe(expected);
});

test("what a text names", () => {
  expect(variablesIn("{{.A}} {{ .B | html }} {{end}}")).toEqual(["A", "B"]);
});

test.each([
  ["{{.Code}} {{- .Code | html -}} {one brace} }", undefined],
  ["a {{.Code}} {{.Cod}}", "{{.Cod}}"],
  ["{{if .Code}}x{{end}}", "{{if .Code}}"],
  ["{{.constructor}}", "{{.constructor}}"],
  ["{{}}", "{{}}"],
  ["{{.Code} {.Code}}", "{{"],
  ["{{.Code}} }}", "}}"],
])("what is wrong in %s is %s", (text, fault) => {
  expect(faultIn(text, ["Code"])).toBe(fault);
});
