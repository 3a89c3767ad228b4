/** docs/guides/custom-login.md, followed to the letter. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { quotationsOf } from "./guide.ts";
import { type ServedGuide, serveGuide } from "./served-guide.ts";
import { repository } from "./terminals.ts";

const guide = await readFile(join(repository, "docs", "guides", "custom-login.md"), "utf8");
const { quotations, rest } = quotationsOf(guide);

let served: ServedGuide;
beforeAll(async () => {
  served = await serveGuide(rest, "custom-login");
}, 180_000);
afterAll(() => served?.close(), 60_000);

test("what it shows stands in the example", async () => {
  expect(quotations.length).toBeGreaterThan(8);
  for (const { file, text } of quotations)
    expect(await readFile(join(repository, "examples", "custom-login", file), "utf8")).toContain(text);
});

test("its reader registers every factor and logs in with each", async () => {
  const said = await served.read();
  const lines = said.split("\n").filter((line) => /^(has|refused|logged in|back)/.test(line));
  const stable = lines.map((line) =>
    line.replace(/refused: .*\((\S+?)[,)].*/, "refused $1").replace(/&iss=.*/, ""),
  );
  expect(stable).toEqual([
    "refused COMMAND-3M0fs",
    "has PASSWORD",
    "logged in by pwd",
    "back to http://localhost:3000/callback?error=access_denied",
    "refused COMMAND-HuJf6",
    "logged in by pwd",
    "has PASSWORD,TOTP",
    "refused LOGIN-mC8h3",
    "logged in by otp, pwd, mfa",
    "has PASSWORD,OTP_EMAIL",
    "logged in by pwd, otp, mfa",
    "has PASSWORD,OTP_SMS",
    "logged in by pwd, otp, mfa",
    "has PASSWORD,U2F",
    "logged in by user, pwd, mfa",
    "has PASSKEY",
    "logged in by user, mfa",
    "has 5 codes",
    "logged in by pwd, otp, mfa",
  ]);
});
