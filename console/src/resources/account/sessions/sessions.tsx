import { useQuery } from "@connectrpc/connect-query";
import type { Session } from "@gatehouse/server/contract/zitadel/session/v2/session_pb.ts";
import { SessionFieldName } from "@gatehouse/server/contract/zitadel/session/v2/session_pb.ts";
import { SessionService } from "@gatehouse/server/contract/zitadel/session/v2/session_service_pb.ts";
import { Button, Text } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { useConsole } from "../../../app/context.ts";
import { Card } from "../../../components/card.tsx";
import { Lines } from "../../../components/line.tsx";
import { useI18n } from "../../../i18n/index.tsx";
import { ProblemView } from "../../../problem/problem-view.tsx";
import { type Me, useDeed } from "../account.ts";
import { EndDialog } from "./end-dialog.tsx";
import { SessionLine } from "./session-line.tsx";

const route = getRouteApi("/signed-in/users/me");

/** So many are shown; more than that nobody tells apart. */
const shown = 50;

/** This one first, then the newest. */
function useSessions(userId: string) {
  const { session } = useConsole();
  const ownId = session.account()?.sessionId;
  const found = useQuery(SessionService.method.listSessions, {
    query: { limit: shown, asc: false },
    sortingColumn: SessionFieldName.CREATION_DATE,
    queries: [{ query: { case: "userIdQuery", value: { id: userId } } }],
  });
  const isOwn = ({ id }: Session): boolean => id === ownId;
  const all = found.data?.sessions ?? [];
  return {
    sessions: [...all.filter(isOwn), ...all.filter((one) => !isOwn(one))],
    total: Number(found.data?.details?.totalResult ?? 0),
    isOwn,
    found,
  };
}

/** Where one is signed in. */
export default function Sessions({ me }: { readonly me: Me }) {
  const { t, number } = useI18n();
  const { begin, close } = useDeed();
  const { do: deed, of } = route.useSearch();
  const { sessions, total, isOwn, found } = useSessions(me.user.userId);
  if (found.data === undefined)
    return found.error ? <ProblemView error={found.error} retry={() => void found.refetch()} within /> : null;
  const others = sessions.some((one) => !isOwn(one));
  const chosen = sessions.find(({ id }) => id === of);
  return (
    <div className="gh-stack">
      <Card
        title={t("account.sessions")}
        lead={t("account.sessions.text")}
        action={
          others && (
            <Button variant="default" onClick={() => begin("endOthers")}>
              {t("account.sessions.endOthers")}
            </Button>
          )
        }
      >
        <Lines label={t("account.sessions")}>
          {sessions.map((session) => (
            <SessionLine
              key={session.id}
              session={session}
              own={isOwn(session)}
              onEnd={() => begin("endSession", session.id)}
            />
          ))}
        </Lines>
        {total > sessions.length && (
          <Text c="dimmed" size="sm" mt="sm">
            {t("account.sessions.more", { count: number(total - sessions.length) })}
          </Text>
        )}
      </Card>
      {deed === "endSession" && chosen && <EndDialog session={chosen} onClose={close} />}
      {deed === "endOthers" && others && <EndDialog userId={me.user.userId} onClose={close} />}
    </div>
  );
}
