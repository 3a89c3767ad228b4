import { IconRobot } from "@tabler/icons-react";

interface Props {
  readonly name: string;
  readonly service?: boolean;
  readonly size?: "sm" | "lg";
  /** A picture instead of the initials. */
  readonly src?: string | undefined;
}

/** Initials under an arch, drawn by the style sheet: decoration beside the name, not text of the button they are in. */
export function Face({ name, service = false, size = "sm", src }: Props) {
  if (src !== undefined && src !== "")
    return (
      <span className="gh-face" data-size={size} data-picture aria-hidden="true">
        <img src={src} alt="" />
      </span>
    );
  return (
    <span
      className="gh-face"
      data-size={size}
      data-service={service || undefined}
      data-initials={service ? undefined : initials(name)}
      aria-hidden="true"
    >
      {service && <IconRobot size={size === "sm" ? 18 : 30} stroke={1.6} />}
    </span>
  );
}

/** First letters of the first and the last word. */
export function initials(name: string): string {
  const words = name.split(/[\s@._-]+/).filter((word) => word !== "");
  const chosen = words.length > 1 ? [words[0], words.at(-1)] : words.slice(0, 1);
  return chosen.map((word) => [...(word ?? "")][0]?.toUpperCase() ?? "").join("");
}
