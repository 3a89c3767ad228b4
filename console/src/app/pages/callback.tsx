import { Button } from "@mantine/core";
import { useRouter } from "@tanstack/react-router";
import { ErrorResponse } from "oidc-client-ts";
import { useEffect, useRef, useState } from "react";
import { Notice } from "../../components/notice.tsx";
import { usePageTitle } from "../../components/page.tsx";
import { useAttempt } from "../../components/say.ts";
import { useI18n } from "../../i18n/index.tsx";
import { useConsole } from "../context.ts";
import { Plain } from "./plain.tsx";
import { SigningIn } from "./signing-in.tsx";

/** What went wrong, in the words of whoever noticed: the OAuth error of the server, or this page's own. */
function reasonOf(error: unknown): string {
  if (error instanceof ErrorResponse)
    return [error.error, error.error_description].filter(Boolean).join(": ");
  return error instanceof Error ? error.message : String(error);
}

/** The way back from the login. */
export function Callback() {
  const { t } = useI18n();
  const { session } = useConsole();
  const attempt = useAttempt();
  const router = useRouter();
  const [reason, setReason] = useState<string>();
  const begun = useRef(false);
  usePageTitle(t("signIn.again"));
  useEffect(() => {
    // The code is good for one use.
    if (begun.current) return;
    begun.current = true;
    session.complete(location.href).then(
      (path) => path !== undefined && router.history.replace(path),
      (error: unknown) => setReason(reasonOf(error)),
    );
  }, [session, router]);
  if (reason === undefined) return <SigningIn />;
  return (
    <Plain>
      <Notice
        order={1}
        title={t("signIn.failed")}
        text={t("signIn.failedText")}
        note={<span className="gh-mono">{reason}</span>}
      >
        <Button onClick={() => void attempt(() => session.signIn({ from: import.meta.env.BASE_URL }))}>
          {t("common.retry")}
        </Button>
      </Notice>
    </Plain>
  );
}
