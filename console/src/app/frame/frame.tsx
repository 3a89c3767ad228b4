import { AppShell, Burger, Center, Group, Loader } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { Link, Outlet, useLocation } from "@tanstack/react-router";
import { useEffect, useMemo, useRef } from "react";
import { Mark } from "../../components/mark.tsx";
import { useI18n } from "../../i18n/index.tsx";
import { ProblemView } from "../../problem/problem-view.tsx";
import { OrganizationProvider, useOrganization } from "../organization.tsx";
import { managesHere } from "../permissions.ts";
import { type Access, AccessContext, usePermissions, useViewer, type Viewer } from "../viewer.tsx";
import { Navigation } from "./navigation.tsx";
import { NoAccess } from "./no-access.tsx";
import { OrganizationSwitcher } from "./organization-switcher.tsx";
import { SessionLost } from "./session-lost.tsx";
import { UserMenu } from "./user-menu.tsx";

/** Everything that is seen only when signed in. */
export function Frame() {
  const viewer = useViewer();
  return (
    <>
      <SessionLost />
      {viewer.data ? (
        <OrganizationProvider ownId={viewer.data.organizationId}>
          <Shell viewer={viewer.data} />
        </OrganizationProvider>
      ) : viewer.error ? (
        <main>
          <ProblemView error={viewer.error} retry={() => void viewer.refetch()} />
        </main>
      ) : (
        <Waiting />
      )}
    </>
  );
}

function Shell({ viewer }: { readonly viewer: Viewer }) {
  const { t } = useI18n();
  const [open, { toggle, close }] = useDisclosure();
  const { pathname } = useLocation();
  const manages = useManages();
  const main = useRef<HTMLElement>(null);
  const before = useRef(pathname);
  useEffect(() => {
    // A new page: the narrow navigation closes, and readers of the screen start at its content.
    if (before.current === pathname) return;
    before.current = pathname;
    close();
    main.current?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, [pathname, close]);
  return (
    <AppShell
      header={{ height: 60 }}
      navbar={{ width: 232, breakpoint: "sm", collapsed: { mobile: !open, desktop: !manages } }}
      padding={0}
    >
      <a href="#content" className="gh-skip">
        {t("frame.skip")}
      </a>
      <AppShell.Header className="gh-header">
        <Group gap="xs" wrap="nowrap" miw={0}>
          {manages && (
            <Burger
              opened={open}
              onClick={toggle}
              hiddenFrom="sm"
              size="sm"
              aria-expanded={open}
              aria-label={t(open ? "frame.closeNavigation" : "frame.openNavigation")}
            />
          )}
          <Link to="/" className="gh-brand" aria-label={t("frame.product")}>
            <Mark />
            <span>Gatehouse</span>
          </Link>
          {manages && <OrganizationSwitcher />}
        </Group>
        <UserMenu viewer={viewer} />
      </AppShell.Header>
      {manages && (
        <WithAccess viewer={viewer}>
          <AppShell.Navbar className="gh-navbar">
            <Navigation />
          </AppShell.Navbar>
        </WithAccess>
      )}
      <AppShell.Main ref={main} id="content" tabIndex={-1} className="gh-main">
        <WithAccess viewer={viewer} explain>
          <Outlet />
        </WithAccess>
      </AppShell.Main>
    </AppShell>
  );
}

/** Whoever manages nothing has an account and no more: no organizations to choose, nothing to navigate. */
function useManages(): boolean {
  const { own } = useOrganization();
  const can = usePermissions().data;
  return !own || can === undefined || managesHere(can);
}

interface WithAccessProps {
  readonly viewer: Viewer;
  /** Say so while permissions are loading or cannot be had; otherwise show nothing. */
  readonly explain?: boolean;
  readonly children: React.ReactNode;
}

/** Knows what may be done in the chosen organization before anything is offered. */
function WithAccess({ viewer, explain = false, children }: WithAccessProps) {
  const permissions = usePermissions();
  const { own } = useOrganization();
  const can = permissions.data;
  const access = useMemo<Access | undefined>(() => can && { ...viewer, can }, [viewer, can]);
  if (access !== undefined) return <AccessContext value={access}>{children}</AccessContext>;
  if (!explain) return null;
  if (!permissions.error) return <Waiting />;
  return own ? (
    <ProblemView error={permissions.error} retry={() => void permissions.refetch()} />
  ) : (
    <NoAccess error={permissions.error} />
  );
}

function Waiting() {
  const { t } = useI18n();
  return (
    <Center h="60vh" role="status" aria-label={t("common.loading")}>
      <Loader type="dots" />
    </Center>
  );
}
