import { SimpleGrid } from "@mantine/core";
import { Link, type LinkProps } from "@tanstack/react-router";
import { useAccess } from "../../app/viewer.tsx";
import { useI18n } from "../../i18n/index.tsx";
import { useOrganizationCount, useUserCount } from "./counts.ts";

/** The numbers one may see, each leading to its list. */
export function Glance() {
  const { t } = useI18n();
  const { can } = useAccess();
  const people = useUserCount("human");
  const services = useUserCount("machine");
  const organizations = useOrganizationCount();
  return (
    <SimpleGrid cols={{ base: 1, xs: 3 }} component="section" aria-label={t("home.glance")}>
      {can("user.read") && (
        <>
          <Figure label={t("home.people")} value={people} to="/users" search={{ type: "human" }} />
          <Figure label={t("home.serviceUsers")} value={services} to="/users" search={{ type: "machine" }} />
        </>
      )}
      {can("org.read") && <Figure label={t("home.organizations")} value={organizations} to="/orgs" />}
    </SimpleGrid>
  );
}

interface FigureProps {
  readonly label: string;
  readonly value: number | undefined;
  readonly to: "/users" | "/orgs";
  readonly search?: { readonly type: "human" | "machine" };
}

function Figure({ label, value, to, search }: FigureProps) {
  const { number } = useI18n();
  const target: LinkProps = search === undefined ? { to } : { to, search };
  return (
    <Link {...target} className="gh-figure">
      <span>{label}</span>
      <strong>{value === undefined ? "–" : number(value)}</strong>
    </Link>
  );
}
