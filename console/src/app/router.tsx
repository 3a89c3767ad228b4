import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
  retainSearchParams,
} from "@tanstack/react-router";
import { takeLoginHint } from "../auth/return-path.ts";
import { listSearch } from "../components/list/list-search.ts";
import { accountSearch } from "../resources/account/account-address.ts";
import { userSearch } from "../resources/users/user-address.ts";
import type { Console } from "./context.ts";
import { Crash } from "./pages/crash.tsx";
import { NotFound } from "./pages/not-found.tsx";
import { SignedOut } from "./pages/signed-out.tsx";
import { SigningIn } from "./pages/signing-in.tsx";
import { parseSearch, type RawSearch, stringifySearch, textIn } from "./search.ts";

/** The organization's id in the address, on every page. */
interface RootSearch {
  readonly org?: string | undefined;
}

const root = createRootRouteWithContext<Console>()({
  validateSearch: (search: RawSearch): RootSearch => ({ org: textIn(search, "org") }),
  search: { middlewares: [retainSearchParams(["org"])] },
  component: Outlet,
  notFoundComponent: NotFound,
  errorComponent: Crash,
});

/** Everything below asks for a sign-in and comes back; `login_hint` names the account to use. */
const signedIn = createRoute({
  getParentRoute: () => root,
  id: "signed-in",
  beforeLoad: async ({ context: { session } }) => {
    const { hint, rest } = takeLoginHint(location.href);
    const account = session.account();
    const other = hint !== undefined && hint !== account?.loginName;
    if (account === undefined || other) await session.signIn({ from: rest, loginHint: hint });
  },
  component: lazyRouteComponent(() => import("./frame/frame.tsx"), "Frame"),
  pendingComponent: SigningIn,
});

const home = createRoute({
  getParentRoute: () => signedIn,
  path: "/",
  component: lazyRouteComponent(() => import("../resources/home/home-page.tsx"), "HomePage"),
});

const organizations = createRoute({
  getParentRoute: () => signedIn,
  path: "/orgs",
  validateSearch: listSearch,
  component: lazyRouteComponent(
    () => import("../resources/organizations/organization-list.tsx"),
    "OrganizationList",
  ),
});

const organizationCreate = createRoute({
  getParentRoute: () => signedIn,
  path: "/orgs/create",
  component: lazyRouteComponent(
    () => import("../resources/organizations/organization-create.tsx"),
    "OrganizationCreate",
  ),
});

const organization = createRoute({
  getParentRoute: () => signedIn,
  path: "/orgs/$orgId",
  component: lazyRouteComponent(
    () => import("../resources/organizations/organization-detail.tsx"),
    "OrganizationDetail",
  ),
});

const users = createRoute({
  getParentRoute: () => signedIn,
  path: "/users",
  validateSearch: userSearch,
  component: lazyRouteComponent(() => import("../resources/users/user-list.tsx"), "UserList"),
});

const humanCreate = createRoute({
  getParentRoute: () => signedIn,
  path: "/users/create",
  component: lazyRouteComponent(() => import("../resources/users/human-create.tsx"), "HumanCreate"),
});

const serviceCreate = createRoute({
  getParentRoute: () => signedIn,
  path: "/users/create-machine",
  component: lazyRouteComponent(() => import("../resources/users/service-create.tsx"), "ServiceCreate"),
});

/** One's own account, under the address that mails and documents have linked to for long. */
const me = createRoute({
  getParentRoute: () => signedIn,
  path: "/users/me",
  validateSearch: accountSearch,
  component: lazyRouteComponent(() => import("../resources/account/account-page.tsx"), "AccountPage"),
});

/** Linked to for long, too. */
const myPassword = createRoute({
  getParentRoute: () => signedIn,
  path: "/users/me/password",
  beforeLoad: () => {
    const search = { id: "security", do: "password" } as const;
    redirect({ to: "/users/me", search, replace: true, throw: true });
  },
});

const user = createRoute({
  getParentRoute: () => signedIn,
  path: "/users/$userId",
  component: lazyRouteComponent(() => import("../resources/users/user-detail.tsx"), "UserDetail"),
});

const callback = createRoute({
  getParentRoute: () => root,
  path: "/auth/callback",
  component: lazyRouteComponent(() => import("./pages/callback.tsx"), "Callback"),
});

const signedOut = createRoute({
  getParentRoute: () => root,
  path: "/signedout",
  component: SignedOut,
});

const pages = [
  home,
  organizations,
  organizationCreate,
  organization,
  users,
  humanCreate,
  serviceCreate,
  me,
  myPassword,
  user,
];
const routeTree = root.addChildren([signedIn.addChildren(pages), callback, signedOut]);

export function createConsoleRouter(context: Console, basepath: string) {
  return createRouter({
    routeTree,
    context,
    basepath,
    parseSearch,
    stringifySearch,
    defaultPreload: "intent",
    scrollRestoration: false,
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof createConsoleRouter>;
  }
}
