import { Alert, Button, Modal, Stack, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useI18n } from "../../i18n/index.tsx";
import { useConsole, useSessionLost } from "../context.ts";

/**
 * The session has ended. Where nothing is being entered, the login is asked at once (it answers by itself while its
 * own session lives) and leads back here; otherwise, or when it does not answer, a window aside keeps the page.
 */
export function SessionLost() {
  const { t } = useI18n();
  const { session, unsaved } = useConsole();
  const queries = useQueryClient();
  const lost = useSessionLost();
  const [blocked, setBlocked] = useState(false);
  const [silent, setSilent] = useState(false);
  const aside = lost && (silent || unsaved.any());
  useEffect(() => {
    if (!lost || unsaved.any()) return;
    const { pathname, search } = location;
    const loginHint = session.account()?.loginName;
    session.signIn({ from: `${pathname}${search}`, loginHint }).catch(() => setSilent(true));
  }, [lost, session, unsaved]);

  async function signIn(): Promise<void> {
    setBlocked(false);
    try {
      await session.signInAside();
      setSilent(false);
      await queries.invalidateQueries();
    } catch {
      setBlocked(true);
    }
  }

  return (
    <Modal
      opened={aside}
      onClose={() => {}}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title={t("sessionLost.title")}
    >
      <Stack>
        <Text>{t("sessionLost.text")}</Text>
        {blocked && (
          <Alert color="red" role="alert">
            {t("sessionLost.blocked")}
          </Alert>
        )}
        <Button onClick={() => void signIn()} data-autofocus>
          {t("sessionLost.open")}
        </Button>
      </Stack>
    </Modal>
  );
}
