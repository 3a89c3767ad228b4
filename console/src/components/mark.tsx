/** The mark of the house: a gate between two towers. */
export function Mark({ size = 28 }: { readonly size?: number }) {
  return (
    <svg
      viewBox="0 0 32 32"
      width={size}
      height={size}
      aria-hidden="true"
      focusable="false"
      fill="currentColor"
    >
      <path d="M3 29V9h3V6h3v3h3V6h8v3h3V6h3v3h3v20h-8v-9a5 5 0 0 0-10 0v9z" />
    </svg>
  );
}

/** Receding gateways, for pages that have nothing else to show. */
export function Arches() {
  return (
    <svg
      viewBox="0 0 160 110"
      width={160}
      height={110}
      aria-hidden="true"
      focusable="false"
      className="gh-arches"
    >
      {[140, 104, 70, 38].map((width, depth) => (
        <path
          key={width}
          d={`M${80 - width / 2} 110V${8 + depth * 14 + width / 2}a${width / 2} ${width / 2} 0 0 1 ${width} 0V110`}
        />
      ))}
    </svg>
  );
}
