import { Button } from "@mantine/core";
import { useConsole } from "../app/context.ts";
import { useAttempt } from "../components/say.ts";
import { useI18n } from "../i18n/index.tsx";
import { lacksProof, type Problem } from "./problem.ts";

/** The way to a proof that is fresh or strong enough, and back to this page. */
export function ProveAgain({ problem }: { readonly problem: Problem }) {
  const { t } = useI18n();
  const { session } = useConsole();
  const attempt = useAttempt();
  if (!lacksProof(problem)) return null;
  const from = `${location.pathname}${location.search}`;
  const loginHint = session.account()?.loginName;
  return (
    <Button
      size="compact-md"
      mt="xs"
      onClick={() => void attempt(() => session.signIn({ from, loginHint, prompt: "login" }))}
    >
      {t("proveAgain.submit")}
    </Button>
  );
}
