/** The lists and searches that `bench/access.ts` measures, and the answer in the time that each must have. */
import { idOf, ownedPerOrg } from "./load/fill.ts";

export interface List {
  readonly path: string;
  /** @param n another page or word every time */
  readonly body: (n: number) => object;
}

export interface Lists {
  readonly orgs: number;
  readonly usersPerOrg: number;
  /** The number of the organization whose own resources are asked for one by one; absent: of all in turn. */
  readonly only?: number;
}

const v2 = (service: string, method: string): string => `zitadel.${service}.v2.${method}`;
const management = (method: string): string => `zitadel.management.v1.ManagementService/${method}`;
const contains = "TEXT_QUERY_METHOD_CONTAINS_IGNORE_CASE";
const paths = {
  organizations: v2("org", "OrganizationService/ListOrganizations"),
  domains: v2("org", "OrganizationService/ListOrganizationDomains"),
  metadata: v2("org", "OrganizationService/ListOrganizationMetadata"),
  projects: v2("project", "ProjectService/ListProjects"),
  roles: v2("project", "ProjectService/ListProjectRoles"),
  lent: v2("project", "ProjectService/ListProjectGrants"),
  applications: v2("application", "ApplicationService/ListApplications"),
  authorizations: v2("authorization", "AuthorizationService/ListAuthorizations"),
  administrators: v2("internal_permission", "InternalPermissionService/ListAdministrators"),
  users: v2("user", "UserService/ListUsers"),
} as const;

const step = 397;
const deep = 10_000;
const pagination = (n: number, most = deep) => ({ offset: (n * step) % most, limit: 100, asc: true });

/** Pages to 10,000 in each order. */
function sorted(
  name: string,
  path: string,
  columns: readonly string[],
  key: "query" | "pagination" = "pagination",
): Readonly<Record<string, List>> {
  return Object.fromEntries(
    ["", ...columns].map((sortingColumn) => [
      `${name} by ${sortingColumn === "" ? "page" : sortingColumn.replace(/.*(?:NAME|BY)_(?=[A-Z])/, "").toLowerCase()}`,
      { path, body: (n: number) => ({ [key]: pagination(n), ...(sortingColumn && { sortingColumn }) }) },
    ]),
  );
}

/** A search by each way of comparing. */
function texts(
  name: string,
  path: string,
  word: (n: number) => string,
  filter: (value: string, method: string) => object,
) {
  const methods = {
    is: "EQUALS",
    "is (any case)": "EQUALS_IGNORE_CASE",
    "starts with": "STARTS_WITH",
    contains: "CONTAINS_IGNORE_CASE",
  };
  return Object.fromEntries(
    Object.entries(methods).map(([title, method]) => [
      `${name} ${title}`,
      { path, body: (n: number): object => filter(word(n), method) },
    ]),
  );
}

const userText = (query: string, field: string, word: (n: number) => string) =>
  texts(`users: ${field}`, paths.users, word, (value, method) => ({
    query: { limit: 100 },
    queries: [{ [query]: { [field]: value, method: `TEXT_QUERY_METHOD_${method}` } }],
  }));

const grants = (name: string, query: (n: number) => object): Readonly<Record<string, List>> => ({
  [`user grants ${name}`]: {
    path: management("ListUserGrants"),
    body: (n) => ({ query: { limit: 100 }, queries: [query(n)] }),
  },
});

const authorizations = (name: string, filter: (n: number) => object): Readonly<Record<string, List>> => ({
  [`authorizations ${name}`]: {
    path: paths.authorizations,
    body: (n) => ({ pagination: { limit: 100 }, filters: [filter(n)] }),
  },
});

const administrators = (name: string, filter: (n: number) => object): Readonly<Record<string, List>> => ({
  [`administrators ${name}`]: {
    path: paths.administrators,
    body: (n) => ({ pagination: { limit: 100 }, filters: [filter(n)] }),
  },
});

const equals = "TEXT_FILTER_METHOD_EQUALS";

/** What managers ask for, by name. */
export const lists = ({ orgs, usersPerOrg, only }: Lists): Readonly<Record<string, List>> => ({
  ...sorted(
    "organizations",
    paths.organizations,
    ["ORGANIZATION_FIELD_NAME_NAME", "ORGANIZATION_FIELD_NAME_CREATION_DATE"],
    "query",
  ),
  ...texts(
    "organizations: name",
    paths.organizations,
    (n) => `Organization ${n + 100}`,
    (name, method) => ({
      query: { limit: 100 },
      queries: [{ nameQuery: { name, method: `TEXT_QUERY_METHOD_${method}` } }],
    }),
  ),
  ...texts(
    "organizations: domain",
    paths.organizations,
    (n) => `org-${n + 100}.load.example`,
    (domain, method) => ({
      query: { limit: 100 },
      queries: [{ domainQuery: { domain, method: `TEXT_QUERY_METHOD_${method}` } }],
    }),
  ),
  "organizations, active": {
    path: paths.organizations,
    body: (n) => ({
      query: pagination(n),
      queries: [{ stateQuery: { state: "ORGANIZATION_STATE_ACTIVE" } }],
    }),
  },
  "own project organizations": {
    path: "zitadel.auth.v1.AuthService/ListMyProjectOrgs",
    body: (n) => ({ query: pagination(n) }),
  },
  "domains of an organization": {
    path: paths.domains,
    body: (n) => ({ organizationId: idOf("org", only ?? n) }),
  },
  "metadata of an organization": {
    path: paths.metadata,
    body: (n) => ({ organizationId: idOf("org", only ?? n) }),
  },
  ...sorted("projects", paths.projects, [
    "PROJECT_FIELD_NAME_CREATION_DATE",
    "PROJECT_FIELD_NAME_CHANGE_DATE",
    "PROJECT_FIELD_NAME_NAME",
  ]),
  ...texts(
    "projects: name",
    paths.projects,
    (n) => `Owned ${n + 100}`,
    (projectName, method) => ({
      pagination: { limit: 100 },
      filters: [{ projectNameFilter: { projectName, method: `TEXT_FILTER_METHOD_${method}` } }],
    }),
  ),
  "projects of an organization": {
    path: paths.projects,
    body: (n) => ({
      filters: [{ organizationIdFilter: { organizationId: idOf("org", n), type: "OWNED_OR_GRANTED" } }],
    }),
  },
  "roles of a project": {
    path: paths.roles,
    body: (n) => ({ projectId: idOf("owned", only === undefined ? n : only * ownedPerOrg) }),
  },
  ...sorted("project grants", paths.lent, [
    "PROJECT_GRANT_FIELD_NAME_PROJECT_ID",
    "PROJECT_GRANT_FIELD_NAME_CREATION_DATE",
  ]),
  "project grants to an organization": {
    path: paths.lent,
    body: (n) => ({ filters: [{ grantedOrganizationIdFilter: { id: idOf("org", n) } }] }),
  },
  "project grants of a project": {
    path: paths.lent,
    body: (n) => ({ filters: [{ inProjectIdsFilter: { ids: [idOf("project", n % 50)] } }] }),
  },
  ...sorted("applications", paths.applications, [
    "APPLICATION_SORT_BY_NAME",
    "APPLICATION_SORT_BY_CREATION_DATE",
  ]),
  ...texts(
    "applications: name",
    paths.applications,
    (n) => `App ${n + 100}`,
    (name, method) => ({
      pagination: { limit: 100 },
      filters: [{ nameFilter: { name, method: `TEXT_FILTER_METHOD_${method}` } }],
    }),
  ),
  "applications of a project": {
    path: paths.applications,
    body: (n) => ({ filters: [{ projectIdFilter: { projectId: idOf("owned", n) } }] }),
  },
  ...sorted("authorizations", paths.authorizations, [
    "AUTHORIZATION_FIELD_NAME_CREATED_DATE",
    "AUTHORIZATION_FIELD_NAME_USER_ID",
    "AUTHORIZATION_FIELD_NAME_PROJECT_ID",
  ]),
  ...authorizations("of a user", (n) => ({ inUserIds: { ids: [idOf("user", n)] } })),
  ...authorizations("of a project", (n) => ({ projectId: { id: idOf("project", n % 50) } })),
  ...authorizations("of an organization", (n) => ({ organizationId: { id: idOf("org", n) } })),
  ...authorizations("of a user's organization", (n) => ({ userOrganizationId: { id: idOf("org", n) } })),
  ...authorizations("by display name", (n) => ({
    userDisplayName: { displayName: `Given${n} Family${n}`, method: equals },
  })),
  ...authorizations("by login name", (n) => ({
    userPreferredLoginName: { loginName: `user-${n}@load.example`, method: equals },
  })),
  ...authorizations("by role, many", () => ({ roleKey: { key: "reader", method: equals } })),
  ...authorizations("by project name", (n) => ({
    projectName: { name: `Project ${n % 50}`, method: equals },
  })),
  ...sorted("administrators", paths.administrators, [
    "ADMINISTRATOR_FIELD_NAME_USER_ID",
    "ADMINISTRATOR_FIELD_NAME_CREATION_DATE",
  ]),
  ...administrators("by display name", (n) => ({
    userDisplayName: { displayName: `Given${n} Family${n}`, method: equals },
  })),
  ...administrators("by login name", (n) => ({
    userPreferredLoginName: { preferredLoginName: `user-${n * 20}@load.example`, method: equals },
  })),
  ...administrators("of an organization", (n) => ({ resource: { organizationId: idOf("org", n) } })),
  ...administrators("by role", () => ({ role: { roleKey: "ORG_OWNER" } })),
  ...sorted(
    "users",
    paths.users,
    [1, 2, 3, 5, 6, 9]
      .map(
        (column) =>
          ["", "USER_NAME", "FIRST_NAME", "LAST_NAME", "", "DISPLAY_NAME", "EMAIL", "", "", "CREATION_DATE"][
            column
          ] ?? "",
      )
      .map((name) => `USER_FIELD_NAME_${name}`),
    "query",
  ),
  ...userText("userNameQuery", "userName", (n) => `user-${n + 1000}@load.example`),
  ...userText("firstNameQuery", "firstName", (n) => `Given${n + 100}`),
  ...userText("lastNameQuery", "lastName", (n) => `Family${n + 1000}`),
  ...userText("displayNameQuery", "displayName", (n) => `Given${n} Family${n}`),
  ...userText("emailQuery", "emailAddress", (n) => `user-${n + 1000}@load.example`),
  ...userText("loginNameQuery", "loginName", (n) => `user-${n + 1000}@load.example`),
  "users: many contain": {
    path: paths.users,
    body: () => ({
      query: { limit: 100 },
      queries: [{ userNameQuery: { userName: "LOAD", method: contains } }],
    }),
  },
  "users of an organization": {
    path: paths.users,
    body: (n) => ({
      query: { limit: 100 },
      queries: [{ organizationIdQuery: { organizationId: idOf("org", n) } }],
    }),
  },
  "memberships of a user": {
    path: management("ListUserMemberships"),
    body: (n) => ({ userId: idOf("user", (only ?? n % orgs) * usersPerOrg) }),
  },
  "members of the organization": { path: management("ListOrgMembers"), body: () => ({}) },
  ...grants("of a user", (n) => ({ userIdQuery: { userId: idOf("user", n) } })),
  ...grants("of a project", (n) => ({ projectIdQuery: { projectId: idOf("project", n % 50) } })),
  ...grants("by role, of others as well", () => ({ withGrantedQuery: { withGranted: true } })),
  ...grants("by user name", (n) => ({ userNameQuery: { userName: `user-${n}@load.example` } })),
  ...grants("by email", (n) => ({ emailQuery: { email: `user-${n}@load.example` } })),
  ...grants("by display name", (n) => ({ displayNameQuery: { displayName: `Given${n} Family${n}` } })),
  ...grants("by organization name", () => ({ orgNameQuery: { orgName: `Organization ${orgs - 1}` } })),
  "granted projects": { path: management("ListGrantedProjects"), body: () => ({}) },
  "all project grants": { path: management("ListAllProjectGrants"), body: (n) => ({ query: pagination(n) }) },
});
