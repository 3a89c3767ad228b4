import { useQuery } from "@connectrpc/connect-query";
import { AuthService } from "@gatehouse/server/contract/zitadel/auth_pb.ts";
import { type Membership, UserGrantState } from "@gatehouse/server/contract/zitadel/user_pb.ts";
import { Text } from "@mantine/core";
import { IconBriefcase, IconBuilding, IconServer, IconShare } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { Card } from "../../../components/card.tsx";
import { Line, Lines } from "../../../components/line.tsx";
import { StateBadge } from "../../../components/state-badge.tsx";
import { type TextKey, useI18n } from "../../../i18n/index.tsx";
import { ProblemView } from "../../../problem/problem-view.tsx";

/** So many are shown. */
const shown = 100;

/** What one may do, here and in applications: to look at. */
export default function Access() {
  return (
    <div className="gh-stack">
      <Grants />
      <Memberships />
    </div>
  );
}

const places: Readonly<Record<string, readonly [TextKey, typeof IconServer]>> = {
  iam: ["account.member.instance", IconServer],
  orgId: ["account.member.organization", IconBuilding],
  projectId: ["account.member.project", IconBriefcase],
  projectGrantId: ["account.member.grant", IconShare],
};

function Memberships() {
  const { t } = useI18n();
  const found = useQuery(AuthService.method.listMyMemberships, { query: { limit: shown } });
  const keyOf = ({ type }: Membership): string => `${type.case} ${type.value}`;
  return (
    <Listed
      title={t("account.memberships")}
      lead={t("account.memberships.lead")}
      none={t("account.memberships.none")}
      found={found}
    >
      {found.data?.result.map((one) => {
        const [kind, icon] = places[one.type.case ?? ""] ?? ["account.member.instance", IconServer];
        return (
          <Line
            key={keyOf(one)}
            icon={icon}
            title={one.type.case === "iam" ? t(kind) : one.displayName || t(kind)}
            text={
              <>
                {one.type.case !== "iam" && <div>{t(kind)}</div>}
                <Roles roles={one.roles} />
              </>
            }
          />
        );
      })}
    </Listed>
  );
}

function Grants() {
  const { t } = useI18n();
  const found = useQuery(AuthService.method.listMyUserGrants, { query: { limit: shown } });
  return (
    <Listed
      title={t("account.applications")}
      lead={t("account.applications.lead")}
      none={t("account.applications.none")}
      found={found}
    >
      {found.data?.result.map((one) => (
        <Line
          key={one.grantId}
          icon={IconBriefcase}
          title={one.projectName}
          badge={
            one.state === UserGrantState.INACTIVE && <StateBadge tone="off" label={t("account.inactive")} />
          }
          text={
            <>
              <div>{one.orgName}</div>
              <Roles roles={one.roleKeys} />
            </>
          }
        />
      ))}
    </Listed>
  );
}

function Roles({ roles }: { readonly roles: readonly string[] }) {
  const { t } = useI18n();
  if (roles.length === 0) return null;
  return (
    <ul className="gh-chips" aria-label={t("account.roles")}>
      {roles.map((role) => (
        <li key={role} className="gh-mono">
          {role}
        </li>
      ))}
    </ul>
  );
}

interface ListedProps {
  readonly title: string;
  readonly lead: string;
  readonly none: string;
  readonly found: {
    readonly data?: { readonly result: readonly unknown[] } | undefined;
    readonly error: Error | null;
    readonly refetch: () => Promise<unknown>;
  };
  readonly children: ReactNode;
}

function Listed({ title, lead, none, found, children }: ListedProps) {
  return (
    <Card title={title} lead={lead}>
      {found.error && <ProblemView error={found.error} retry={() => void found.refetch()} within />}
      {found.data?.result.length === 0 && <Text c="dimmed">{none}</Text>}
      {found.data && found.data.result.length > 0 && <Lines label={title}>{children}</Lines>}
    </Card>
  );
}
