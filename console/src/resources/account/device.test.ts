import { expect, test } from "vitest";
import { deviceIn, deviceOf } from "./device.ts";

const webkit = "AppleWebKit/537.36 (KHTML, like Gecko)";

test.each([
  [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webkit} Chrome/131.0.0.0 Safari/537.36`, "Chrome", "Windows"],
  [
    `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webkit} Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0`,
    "Edge",
    "Windows",
  ],
  [`Mozilla/5.0 (X11; Linux x86_64) ${webkit} HeadlessChrome/140.0.0.0 Safari/537.36`, "Chrome", "Linux"],
  ["Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0", "Firefox", "Linux"],
  [
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15",
    "Safari",
    "macOS",
  ],
  [
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/131.0 Mobile/15E148 Safari/604.1",
    "Chrome",
    "iOS",
  ],
  [
    `Mozilla/5.0 (Linux; Android 14; SM-S918B) ${webkit} SamsungBrowser/26.0 Chrome/122.0 Mobile Safari/537.36`,
    "Samsung Internet",
    "Android",
  ],
])("%s", (text, browser, system) => {
  expect(deviceIn(text)).toMatchObject({ browser, system });
});

test("a header goes before a description, words of a login application stand for themselves", () => {
  const header = { "User-Agent": { values: ["Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Firefox/133.0"] } };
  expect(deviceOf({ description: "Kiosk", header }).browser).toBe("Firefox");
  expect(deviceOf({ description: "Kiosk in the lobby", header: {} })).toEqual({
    browser: "Kiosk in the lobby",
    system: "",
    kind: "unknown",
  });
  expect(deviceOf(undefined)).toEqual({ browser: "", system: "", kind: "unknown" });
});
