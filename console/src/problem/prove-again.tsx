import { Button } from "@mantine/core";
import { useConsole } from "../app/context.ts";
import { useI18n } from "../i18n/index.tsx";
import { lacksProof, type Problem } from "./problem.ts";

/** The way to a proof that is fresh or strong enough, and back to this page. */
export function ProveAgain({ problem }: { readonly problem: Problem }) {
  const { t } = useI18n();
  const { session } = useConsole();
  if (!lacksProof(problem)) return null;
  const from = `${location.pathname}${location.search}`;
  const loginHint = session.account()?.loginName;
  return (
    <Button
      size="compact-md"
      mt="xs"
      onClick={() => void session.signIn({ from, loginHint, prompt: "login" })}
    >
      {t("proveAgain.submit")}
    </Button>
  );
}
