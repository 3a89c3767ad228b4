export type Tone = "good" | "off" | "warn";

/** A state in words with a mark that does not depend on colour alone: full, empty or barred. */
export function StateBadge({ tone, label }: { readonly tone: Tone; readonly label: string }) {
  return (
    <span className="gh-state" data-tone={tone}>
      {label}
    </span>
  );
}
