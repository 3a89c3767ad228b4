import type { Session } from "@gatehouse/server/contract/zitadel/session/v2/session_pb.ts";
import { useConsole } from "../../../app/context.ts";
import { useSay } from "../../../components/say.ts";
import { useI18n } from "../../../i18n/index.tsx";
import { useClients } from "../account.ts";
import { ConfirmDeed } from "../deed-dialog.tsx";
import { deviceOf } from "../device.ts";
import { deviceName } from "../device-name.ts";

type Props = { readonly onClose: () => void } & (
  | { readonly session: Session; readonly userId?: undefined }
  /** All of this user's but the one in which the console is open. */
  | { readonly userId: string; readonly session?: undefined }
);

/** Rounds in which all are asked for and ended; each takes a page. */
const rounds = 20;
const pageSize = 100;

function useEndOthers(userId: string) {
  const { sessions } = useClients();
  const { session } = useConsole();
  const ownId = session.account()?.sessionId;
  return async (): Promise<void> => {
    for (let round = 0; round < rounds; round++) {
      const found = await sessions.listSessions({
        query: { limit: pageSize },
        queries: [{ query: { case: "userIdQuery", value: { id: userId } } }],
      });
      const others = found.sessions.filter(({ id }) => id !== ownId);
      if (others.length === 0) return;
      await Promise.all(others.map(({ id }) => sessions.deleteSession({ sessionId: id })));
    }
  };
}

export function EndDialog({ session, userId = "", onClose }: Props) {
  const { t } = useI18n();
  const { sessions } = useClients();
  const say = useSay();
  const endOthers = useEndOthers(userId);
  if (session === undefined)
    return (
      <ConfirmDeed
        title={t("account.sessions.endOthers")}
        text={t("account.sessions.endOthersText")}
        submit={t("account.sessions.endOthers")}
        dangerous
        run={endOthers}
        onDone={() => say("account.sessions.othersEnded")}
        onClose={onClose}
      />
    );
  const name = deviceName(deviceOf(session.userAgent), t);
  return (
    <ConfirmDeed
      title={t("account.session.endTitle", { name })}
      text={t("account.session.endText")}
      submit={t("account.session.end")}
      dangerous
      run={() => sessions.deleteSession({ sessionId: session.id })}
      onDone={() => say("account.session.ended", { name })}
      onClose={onClose}
    />
  );
}
