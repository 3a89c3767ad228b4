/** Our own drawings: the mark (a gate between two towers) and the gatehouse beside the form. Colours come from the style sheet. */
import { html } from "hono/html";
import type { Html } from "./frame.ts";

const markPath = "M3 29V9h3V6h3v3h3V6h8v3h3V6h3v3h3v20h-8v-9a5 5 0 0 0-10 0v9z";

export function mark(): Html {
  return html`<svg viewBox="0 0 32 32" width="32" height="32" aria-hidden="true" focusable="false"><path d="${markPath}"/></svg>`;
}

/** The mark as a file of its own, for browsers' tabs. */
export function markFile(colour: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="${colour}"/><path transform="translate(4.8 4.4) scale(.7)" fill="#fff" d="${markPath}"/></svg>`;
}

/** The top of a wall from `left` to `right` at height `top`: merlons and gaps of equal width, then down to the ground. */
function battlement(left: number, right: number, top: number, merlons: number): string {
  const width = (right - left) / (2 * merlons - 1);
  const teeth = Array.from({ length: merlons }, (_, index) =>
    index === merlons - 1 ? `h${width}` : `h${width}v${width}h${width}v${-width}`,
  );
  return `M${left} 960V${top}${teeth.join("")}V960z`;
}

/** An opening with a round top, `width` wide, whose crown is at `crown`. */
function opening(centre: number, width: number, crown: number, foot = 960): string {
  const radius = width / 2;
  return `M${centre - radius} ${foot}V${crown + radius}a${radius} ${radius} 0 0 1 ${width} 0V${foot}z`;
}

function draw(skyOnly: boolean): Html {
  const shapes = [
    ["halo", "M60 560a240 240 0 1 1 480 0 240 240 0 1 1-480 0z"],
    ["halo", "M140 560a160 160 0 1 1 320 0 160 160 0 1 1-320 0z"],
    ["stone-far", battlement(-24, 624, 720, 14)],
    ["stone", battlement(148, 452, 630, 8)],
    ["stone-near", battlement(84, 204, 540, 4)],
    ["stone-near", battlement(396, 516, 540, 4)],
    ["depth", opening(300, 176, 726)],
    ["stone", opening(300, 152, 740)],
    ["light", opening(300, 128, 762)],
    ["light", opening(144, 12, 628, 676)],
    ["light", opening(456, 12, 628, 676)],
    ["depth", "M-300 906H900V960H-300z"],
    ["light spill", "M236 906H364L408 960H192z"],
  ];
  const shown = skyOnly ? shapes.filter(([name]) => name === "halo") : shapes;
  const paths = shown.map(([name = "", path = ""]) => html`<path class="${name}" d="${path}"/>`);
  return html`<svg viewBox="0 0 600 960" preserveAspectRatio="xMidYMax slice" focusable="false">${paths}</svg>`;
}

const whole = draw(false);
const sky = draw(true);

/**
 * A gatehouse at dusk: curtain wall, two towers, the gate between them lit from inside. For a house that shows its
 * own logo only the sky.
 */
export const gatehouse = (skyOnly: boolean): Html => (skyOnly ? sky : whole);

export function tick(): Html {
  return html`<svg class="tick" viewBox="0 0 48 48" width="48" height="48" aria-hidden="true" focusable="false"><path class="gate" d="M9 45V23a15 15 0 0 1 30 0v22z"/><path class="check" d="m17 27 5 5 9-10"/></svg>`;
}
