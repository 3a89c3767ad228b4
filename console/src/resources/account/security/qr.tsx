import { encode } from "uqr";

interface Props {
  readonly text: string;
  readonly label: string;
}

/** A QR code as one path, dark on white in either appearance: cameras want it so. */
export default function Qr({ text, label }: Props) {
  const { data, size } = encode(text, { ecc: "M", border: 3 });
  const path = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ""))).join("");
  return (
    <svg
      className="gh-qr"
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={label}
      shapeRendering="crispEdges"
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#0b1020" />
    </svg>
  );
}
