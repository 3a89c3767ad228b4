import { TransportProvider } from "@connectrpc/connect-query";
import { Center, Loader } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { type ComponentType, lazy, Suspense, useMemo } from "react";
import { useConsole } from "../../app/context.ts";
import { createTransport } from "../../app/transport.ts";
import { Page } from "../../components/page.tsx";
import { type TextKey, useI18n } from "../../i18n/index.tsx";
import { ProblemView } from "../../problem/problem-view.tsx";
import { nameOf } from "../users/user.ts";
import { type Me, useMe } from "./account.ts";
import { type Section, sections } from "./account-address.ts";
import { Portrait } from "./portrait.tsx";
import { SectionLinks } from "./section-links.tsx";

const route = getRouteApi("/signed-in/users/me");

const parts: Readonly<Record<Section, ComponentType<{ readonly me: Me }>>> = {
  general: lazy(() => import("./general/general.tsx")),
  security: lazy(() => import("./security/security.tsx")),
  sessions: lazy(() => import("./sessions/sessions.tsx")),
  idp: lazy(() => import("./links/links.tsx")),
  grants: lazy(() => import("./access/access.tsx")),
};

const leads: Readonly<Record<Section, TextKey>> = {
  general: "account.general.lead",
  security: "account.security.lead",
  sessions: "account.sessions.lead",
  idp: "account.idp.lead",
  grants: "account.grants.lead",
};

/** One's own account: no rights are needed, and the organization one works in does not matter. */
export function AccountPage() {
  const shared = useConsole();
  const { language } = useI18n();
  const transport = useMemo(() => createTransport(shared, language), [shared, language]);
  return (
    <TransportProvider transport={transport}>
      <Account />
    </TransportProvider>
  );
}

function Account() {
  const { t } = useI18n();
  const { id: section = "general" } = route.useSearch();
  const { data: user, error, refetch } = useMe();
  if (user === undefined)
    return error ? <ProblemView error={error} retry={() => void refetch()} /> : <Waiting />;
  const name = nameOf(user);
  const greets = section === "general";
  const me = user.type.case === "human" ? { user, human: user.type.value } : undefined;
  const Part = parts[section];
  return (
    <Page
      title={greets ? t("home.title", { name }) : t(`account.${section}`)}
      lead={t(leads[section])}
      face={me && <Portrait me={me} />}
      column
    >
      <SectionLinks current={section} sections={sections} />
      <Suspense fallback={<Waiting />}>{me && <Part me={me} />}</Suspense>
    </Page>
  );
}

export function Waiting() {
  const { t } = useI18n();
  return (
    <Center h="40vh" role="status" aria-label={t("common.loading")} aria-busy>
      <Loader type="dots" />
    </Center>
  );
}
