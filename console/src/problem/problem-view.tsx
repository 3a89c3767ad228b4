import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { useConsole } from "../app/context.ts";
import { ButtonLink } from "../components/links.tsx";
import { Notice } from "../components/notice.tsx";
import { usePageTitle } from "../components/page.tsx";
import { useAttempt } from "../components/say.ts";
import { type TextKey, useI18n } from "../i18n/index.tsx";
import { type Problem, type ProblemKind, problemOf } from "./problem.ts";
import { ProveAgain } from "./prove-again.tsx";

const texts: Partial<Record<ProblemKind, TextKey>> = {
  away: "problem.away.text",
  signedOut: "problem.signedOut.text",
  forbidden: "problem.forbidden.text",
  missing: "problem.missing.text",
  busy: "problem.busy.text",
  unsupported: "problem.unsupported.text",
};

/** Asking again would bring the same answer. */
const final: ReadonlySet<ProblemKind> = new Set(["forbidden", "missing", "signedOut", "unsupported"]);

interface Props {
  readonly error: unknown;
  readonly retry?: () => void;
  /** The way on, instead of the home page. */
  readonly children?: ReactNode;
  /** It stands below a page's own title. */
  readonly within?: boolean;
}

/** A failed read, in place of what would have been shown. */
export function ProblemView({ error, retry, children, within = false }: Props) {
  const { t } = useI18n();
  const { session } = useConsole();
  const attempt = useAttempt();
  const problem = problemOf(error);
  const title = t(`problem.${problem.kind}.title`);
  usePageTitle(title);
  const again = retry !== undefined && !final.has(problem.kind);
  return (
    <div role="alert">
      <Notice
        order={within ? 2 : 1}
        title={title}
        text={t(texts[problem.kind] ?? "problem.failed.text")}
        note={<Reference problem={problem} />}
      >
        {children}
        <ProveAgain problem={problem} />
        {problem.kind === "signedOut" && (
          <Button
            onClick={() =>
              void attempt(() => session.signIn({ from: `${location.pathname}${location.search}` }))
            }
          >
            {t("signIn.again")}
          </Button>
        )}
        {again && <Button onClick={retry}>{t("common.retry")}</Button>}
        {children === undefined && (
          <ButtonLink to="/" variant="default">
            {t("common.home")}
          </ButtonLink>
        )}
      </Notice>
    </div>
  );
}

/** What to look up or to report. */
export function Reference({ problem: { id, requestId } }: { readonly problem: Problem }) {
  const { t } = useI18n();
  return (
    <>
      {id !== undefined && <div className="gh-mono">{t("problem.reference", { id })}</div>}
      {requestId !== undefined && <div className="gh-mono">{t("problem.request", { id: requestId })}</div>}
    </>
  );
}
