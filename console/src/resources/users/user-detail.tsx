import { useQuery } from "@connectrpc/connect-query";
import type { User } from "@gatehouse/server/contract/zitadel/user/v2/user_pb.ts";
import { UserService } from "@gatehouse/server/contract/zitadel/user/v2/user_service_pb.ts";
import { Group, Loader, SimpleGrid } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { useAccess } from "../../app/viewer.tsx";
import { Face } from "../../components/face.tsx";
import { Facts } from "../../components/facts.tsx";
import { ButtonLink } from "../../components/links.tsx";
import { Page } from "../../components/page.tsx";
import { StateBadge } from "../../components/state-badge.tsx";
import { useI18n } from "../../i18n/index.tsx";
import { ProblemView } from "../../problem/problem-view.tsx";
import { isService, nameOf, stateLook } from "./user.ts";
import { UserActions } from "./user-actions.tsx";
import { aboutFacts, contactFacts, loginFacts, profileFacts, serviceFacts } from "./user-facts.tsx";

const route = getRouteApi("/signed-in/users/$userId");

export function UserDetail() {
  const { userId } = route.useParams();
  const found = useQuery(UserService.method.getUserByID, { userId });
  if (found.data?.user === undefined) {
    return found.error ? <ProblemView error={found.error} retry={() => void found.refetch()} /> : <Loader />;
  }
  return <Detail user={found.data.user} />;
}

function Detail({ user }: { readonly user: User }) {
  const i18n = useI18n();
  const { t } = i18n;
  const viewer = useAccess();
  const look = stateLook(user.state);
  const own = viewer.id === user.userId;
  return (
    <Page
      title={nameOf(user)}
      face={<Face name={nameOf(user)} service={isService(user)} size="lg" />}
      lead={
        <Group gap="sm">
          <StateBadge tone={look.tone} label={t(look.label)} />
          <span>{t(isService(user) ? "user.service" : "user.human")}</span>
          {own && <span className="gh-you">{t("user.you")}</span>}
        </Group>
      }
      {...(viewer.can("user.read") ? { back: { to: "/users", label: t("user.back") } as const } : {})}
      action={
        own ? (
          <ButtonLink to="/users/me" variant="default">
            {t("userMenu.profile")}
          </ButtonLink>
        ) : (
          <UserActions user={user} own={own} />
        )
      }
    >
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="lg">
        {user.type.case === "human" && (
          <Facts title={t("user.profile")} facts={profileFacts(user.type.value, i18n)} />
        )}
        {user.type.case === "human" && (
          <Facts title={t("user.contact")} facts={contactFacts(user.type.value, i18n)} />
        )}
        {user.type.case === "machine" && (
          <Facts title={t("user.service")} facts={serviceFacts(user.type.value, i18n)} />
        )}
        <Facts title={t("user.signIn")} facts={loginFacts(user, i18n)} />
        <Facts title={t("user.about")} facts={aboutFacts(user, i18n)} />
      </SimpleGrid>
    </Page>
  );
}
