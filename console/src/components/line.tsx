import type { IconHome } from "@tabler/icons-react";
import type { ReactNode } from "react";

interface Props {
  readonly icon: typeof IconHome;
  readonly title: ReactNode;
  /** Beside the title: a state, a badge. */
  readonly badge?: ReactNode;
  readonly text?: ReactNode;
  /** What can be done with it. */
  readonly children?: ReactNode;
}

/** One entry of a card: what it is, how it stands, what can be done. */
export function Line({ icon: Icon, title, badge, text, children }: Props) {
  return (
    <li className="gh-line">
      <span className="gh-line-icon">
        <Icon size={20} stroke={1.7} aria-hidden="true" />
      </span>
      <div className="gh-line-body">
        <div className="gh-line-title">
          <strong>{title}</strong>
          {badge}
        </div>
        {text !== undefined && <div className="gh-line-text">{text}</div>}
      </div>
      {children !== undefined && <div className="gh-line-actions">{children}</div>}
    </li>
  );
}

/** The entries of a card. */
export function Lines({ label, children }: { readonly label?: string; readonly children: ReactNode }) {
  return (
    <ul className="gh-lines" aria-label={label}>
      {children}
    </ul>
  );
}
