const units = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["week", 604_800],
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
] as const;

/** How long ago something was, in words of a language: "2 hours ago", "yesterday"; less than a minute is "now". */
export function ago(language: string, then: Date, now: Date): string {
  const seconds = Math.max(0, (now.getTime() - then.getTime()) / 1000);
  const words = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  const [unit, size] = units.find(([, length]) => seconds >= length) ?? ["second", Number.POSITIVE_INFINITY];
  return words.format(-Math.floor(seconds / size), unit);
}
