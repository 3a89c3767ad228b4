import { useQuery } from "@connectrpc/connect-query";
import { AuthService } from "@gatehouse/server/contract/zitadel/auth_pb.ts";
import { Button, Paper } from "@mantine/core";
import { IconLink } from "@tabler/icons-react";
import { getRouteApi } from "@tanstack/react-router";
import { Card } from "../../../components/card.tsx";
import { Line, Lines } from "../../../components/line.tsx";
import { Notice } from "../../../components/notice.tsx";
import { useSay } from "../../../components/say.ts";
import { useI18n } from "../../../i18n/index.tsx";
import { ProblemView } from "../../../problem/problem-view.tsx";
import { useClients, useDeed } from "../account.ts";
import { ConfirmDeed } from "../deed-dialog.tsx";

const route = getRouteApi("/signed-in/users/me");

/** So many are shown. */
const shown = 100;

/** Accounts elsewhere that one logs in with. */
export default function Links() {
  const { t } = useI18n();
  const { begin } = useDeed();
  const { data, error, refetch } = useQuery(AuthService.method.listMyLinkedIDPs, { query: { limit: shown } });
  if (error !== null) return <ProblemView error={error} retry={() => void refetch()} within />;
  if (data === undefined) return null;
  const links = data.result.map((link) => ({ ...link, idpName: link.idpName || link.idpId }));
  if (links.length === 0)
    return (
      <Paper withBorder className="gh-card">
        <Notice title={t("account.idp.none")} text={t("account.idp.noneText")} />
      </Paper>
    );
  return (
    <Card title={t("account.idp")}>
      <Lines label={t("account.idp")}>
        {links.map(({ idpId, idpName, providedUserId, providedUserName }) => (
          <Line
            key={`${idpId} ${providedUserId}`}
            icon={IconLink}
            title={idpName}
            text={providedUserName || providedUserId}
          >
            <Button
              variant="subtle"
              color="red"
              size="compact-md"
              aria-label={t("account.removeNamed", { name: idpName })}
              onClick={() => begin("unlink", `${idpId} ${providedUserId}`)}
            >
              {t("account.remove")}
            </Button>
          </Line>
        ))}
      </Lines>
      <Unlink links={links} />
    </Card>
  );
}

interface Linked {
  readonly idpId: string;
  readonly idpName: string;
  readonly providedUserId: string;
}

function Unlink({ links }: { readonly links: readonly Linked[] }) {
  const { t } = useI18n();
  const { close } = useDeed();
  const { auth } = useClients();
  const say = useSay();
  const { do: deed, of } = route.useSearch();
  const link = links.find(({ idpId, providedUserId }) => `${idpId} ${providedUserId}` === of);
  if (deed !== "unlink" || link === undefined) return null;
  const { idpId, idpName: name, providedUserId: linkedUserId } = link;
  return (
    <ConfirmDeed
      title={t("account.removeTitle", { name })}
      text={t("account.idp.removeText")}
      submit={t("account.remove")}
      dangerous
      run={() => auth.removeMyLinkedIDP({ idpId, linkedUserId })}
      onDone={() => say("account.removed", { name })}
      onClose={close}
    />
  );
}
