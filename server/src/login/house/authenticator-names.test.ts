import { expect, test } from "vitest";
import { deviceOf, passkeyNameFrom } from "./authenticator-names.ts";

const none = "00000000-0000-0000-0000-000000000000";

test.each([
  ["ea9b8d66-4d01-1d21-3ce4-b6b48cb575d4", "Mozilla/5.0 (Linux; Android 16)", "Google Password Manager"],
  ["ee882879-721c-4913-9775-3dfcce97072a", "Mozilla/5.0 (Windows NT 10.0)", "YubiKey"],
  [none, "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X)", "iPhone"],
  [none, "Mozilla/5.0 (Linux; Android 16; Pixel 9)", "Android"],
  [none, "Browser/1.0", undefined],
])("%s in %s is called %s", (aaguid, userAgent, name) => {
  expect(passkeyNameFrom(aaguid, userAgent)).toBe(name);
});

test("a device is told by the more exact name", () => {
  expect(deviceOf("Mozilla/5.0 (Macintosh; Intel Mac OS X 15_1)")).toBe("Mac");
  expect(deviceOf("Mozilla/5.0 (X11; CrOS x86_64 16000.1)")).toBe("Chromebook");
});
