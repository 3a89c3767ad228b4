import type { ReactNode } from "react";
import { useI18n } from "../i18n/index.tsx";
import { Card } from "./card.tsx";

export interface Fact {
  readonly label: string;
  /** Undefined or empty: said to be not given. */
  readonly value: ReactNode;
}

/** A titled card of labelled values. */
export function Facts({ title, facts }: { readonly title: string; readonly facts: readonly Fact[] }) {
  return (
    <Card title={title}>
      <FactList facts={facts} />
    </Card>
  );
}

export function FactList({ facts }: { readonly facts: readonly Fact[] }) {
  const { t } = useI18n();
  return (
    <dl className="gh-facts">
      {facts.map(({ label, value }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>
            {value === undefined || value === "" ? (
              <span className="gh-quiet">{t("common.none")}</span>
            ) : (
              value
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
