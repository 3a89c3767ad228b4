import { html } from "hono/html";
import { encode } from "uqr";
import type { Frame, Html } from "./frame.ts";

/** Modules that stay empty around the code (ISO/IEC 18004). */
const quiet = 4;

/** A QR code, black on white in every theme: cameras read it best so. */
export function qrCode({ t }: Frame, text: string, label = t("totp.qrLabel")): Html {
  const { data, size } = encode(text, { ecc: "M", border: 0 });
  const runs = data.flatMap((row, y) => rowRuns(row, y));
  const side = size + 2 * quiet;
  return html`<svg class="qr" viewBox="${-quiet} ${-quiet} ${side} ${side}" role="img" aria-label="${label}" shape-rendering="crispEdges"><path fill="#fff" d="M${-quiet} ${-quiet}h${side}v${side}h${-side}z"/><path fill="#000" d="${runs.join("")}"/></svg>`;
}

/** Dark modules side by side as one bar. */
function rowRuns(row: readonly boolean[], y: number): readonly string[] {
  const bars: string[] = [];
  let x = 0;
  while (x < row.length) {
    const start = x;
    while (row[x] === true) x++;
    if (x > start) bars.push(`M${start} ${y}h${x - start}v1h${start - x}z`);
    else x++;
  }
  return bars;
}
