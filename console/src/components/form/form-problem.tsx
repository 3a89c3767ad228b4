import { Alert } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useI18n } from "../../i18n/index.tsx";
import type { Problem } from "../../problem/problem.ts";
import { Reference } from "../../problem/problem-view.tsx";
import { ProveAgain } from "../../problem/prove-again.tsx";

/** A refusal that concerns no single field. */
export function FormProblem({ problem }: { readonly problem: Problem | undefined }) {
  const { t } = useI18n();
  if (problem === undefined) return null;
  const fallback = problem.kind === "away" ? "problem.away.text" : "problem.failed.text";
  return (
    <Alert
      color="red"
      role="alert"
      icon={<IconAlertTriangle aria-hidden="true" />}
      title={t(`problem.${problem.kind}.title`)}
    >
      {problem.text || t(fallback)}
      <Reference problem={problem} />
      <ProveAgain problem={problem} />
    </Alert>
  );
}
