import { expect, test } from "vitest";
import { banner } from "./banner.ts";

const facts = {
  url: "http://localhost:8080",
  firstStart: undefined,
  inbox: "http://localhost:8080/dev/inbox",
  data: undefined,
  keyFile: undefined,
};

test.each([
  [true, "  mail, SMS   http://localhost:8080/dev/inbox "],
  [false, "  SMS         http://localhost:8080/dev/inbox "],
])(
  "mails are said to be in the inbox only while an instance has no email provider: %s",
  (keepsMail, line) => {
    expect(banner({ ...facts, keepsMail })).toContain(line);
  },
);

test("where there is no inbox, none is named", () => {
  expect(banner({ ...facts, inbox: undefined, keepsMail: true })).toBe(
    "Gatehouse answers at http://localhost:8080/",
  );
});
