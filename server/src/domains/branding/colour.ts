/** Colours as `#rrggbb`: mixing and contrast (WCAG 2.2, relative luminance). */

export function isColour(value: string): boolean {
  return /^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/i.test(value);
}

type Rgb = readonly [number, number, number];

function channels(colour: string): Rgb {
  const hex = colour.length === 4 ? colour.slice(1).replace(/./g, "$&$&") : colour.slice(1);
  const value = Number.parseInt(hex, 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

/** `share` 0 is `from`, 1 is `to`. */
export function mix(from: string, to: string, share: number): string {
  const [a, b] = [channels(from), channels(to)];
  const part = (index: 0 | 1 | 2): string =>
    Math.round(a[index] + (b[index] - a[index]) * share)
      .toString(16)
      .padStart(2, "0");
  return `#${part(0)}${part(1)}${part(2)}`;
}

function luminance(colour: string): number {
  const [r, g, b] = channels(colour).map((channel) => {
    const value = channel / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0);
}

/** From 1 (the same) to 21 (black on white). */
export function contrast(a: string, b: string): number {
  const [x, y] = [luminance(a), luminance(b)];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

export function whiteOrBlack(ground: string): string {
  return contrast(ground, "#ffffff") >= 4.5 || contrast(ground, "#ffffff") >= contrast(ground, "#000000")
    ? "#ffffff"
    : "#000000";
}

/** `colour`, moved towards black or white as far as `ratio` needs; the better of the two ends when neither reaches it. */
export function readableOn(ground: string, colour: string, ratio: number): string {
  const end = contrast(ground, "#ffffff") > contrast(ground, "#000000") ? "#ffffff" : "#000000";
  for (let share = 0; share < 1; share += 0.04) {
    const candidate = mix(colour, end, share);
    if (contrast(ground, candidate) >= ratio) return candidate;
  }
  return end;
}
