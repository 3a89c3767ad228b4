/** What a session's user agent says, in the words of people. */
interface UserAgent {
  readonly description?: string | undefined;
  readonly header: { readonly [name: string]: { readonly values: readonly string[] } };
}

export interface Device {
  /** Empty when it is not known. */
  readonly browser: string;
  readonly system: string;
  readonly kind: "desktop" | "mobile" | "unknown";
}

/** The first that fits: many browsers name others, too. */
const browsers: readonly (readonly [RegExp, string])[] = [
  [/\bEdg(?:e|A|iOS)?\//, "Edge"],
  [/\bOPR\/|\bOpera\b/, "Opera"],
  [/\bSamsungBrowser\//, "Samsung Internet"],
  [/\bVivaldi\//, "Vivaldi"],
  [/\b(?:Firefox|FxiOS)\//, "Firefox"],
  [/\bHeadlessChrome\//, "Chrome"],
  [/\b(?:Chrome|CriOS|Chromium)\//, "Chrome"],
  [/\bVersion\/[\d.]+ .*Safari\//, "Safari"],
  [/^curl\//, "curl"],
];

const systems: readonly (readonly [RegExp, string, Device["kind"]])[] = [
  [/\biPad\b/, "iPadOS", "mobile"],
  [/\biPhone\b|\biPod\b/, "iOS", "mobile"],
  [/\bAndroid\b/, "Android", "mobile"],
  [/\bCrOS\b/, "ChromeOS", "desktop"],
  [/\bWindows\b/, "Windows", "desktop"],
  [/\bMac OS X\b|\bMacintosh\b/, "macOS", "desktop"],
  [/\bLinux\b|\bX11\b/, "Linux", "desktop"],
];

/** @param text a User-Agent header */
export function deviceIn(text: string): Device {
  const browser = browsers.find(([pattern]) => pattern.test(text))?.[1] ?? "";
  const [, system = "", kind = "unknown"] = systems.find(([pattern]) => pattern.test(text)) ?? [];
  return { browser, system, kind };
}

/** A login application may describe the browser in words of its own: then these are taken for its name. */
export function deviceOf(agent: UserAgent | undefined): Device {
  const header = Object.entries(agent?.header ?? {}).find(([name]) => name.toLowerCase() === "user-agent");
  const description = agent?.description?.trim() ?? "";
  const device = deviceIn(header?.[1].values[0] ?? description);
  if (device.browser !== "" || device.system !== "") return device;
  return { ...device, browser: [...description].slice(0, 60).join("") };
}
