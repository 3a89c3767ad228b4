/** The lists of users that `bench/user-search.ts` measures. */
import { idOf } from "./load/fill.ts";
import { emailOf, familyNameOf, givenNameOf, phoneOf, userNameOf } from "./load/people.ts";

export interface UserList {
  readonly path: string;
  /** @param n another word or page each time */
  readonly body: (n: number) => object;
  /** Whose users the first generation lists. */
  readonly orgId?: string;
}
type Lists = Readonly<Record<string, UserList>>;

const paths = {
  v2: "zitadel.user.v2.UserService/ListUsers",
  v2beta: "zitadel.user.v2beta.UserService/ListUsers",
  v1: "zitadel.management.v1.ManagementService/ListUsers",
} as const;

const offsets = [0, 1_000, 10_000];
const columns =
  "page USER_NAME FIRST_NAME LAST_NAME NICK_NAME DISPLAY_NAME EMAIL STATE TYPE CREATION_DATE".split(" ");
const methods =
  "EQUALS EQUALS_IGNORE_CASE STARTS_WITH STARTS_WITH_IGNORE_CASE CONTAINS CONTAINS_IGNORE_CASE ENDS_WITH ENDS_WITH_IGNORE_CASE".split(
    " ",
  );
/** The largest organization, a middling one and a small one. */
const orgs = { large: 0, middling: 1, small: 50 } as const;

const page = (offset: number, asc: boolean) => ({ offset, limit: 100, asc });
const fieldOf = (column: string) => (column === "page" ? {} : { sortingColumn: `USER_FIELD_NAME_${column}` });

const named = (entries: readonly (readonly [string, UserList])[]): Lists => Object.fromEntries(entries);

/** In each order, both ways, to 10,000. */
const sorted = (title: string, path: string, orgId?: string): Lists =>
  named(
    columns.flatMap((column) =>
      [true, false].flatMap((asc) =>
        offsets.map((offset): readonly [string, UserList] => [
          `${title} by ${column.toLowerCase()} ${asc ? "up" : "down"} from ${offset}`,
          {
            path,
            body: (n) => ({ query: page(offset + n, asc), ...fieldOf(column) }),
            ...(orgId === undefined ? {} : { orgId }),
          },
        ]),
      ),
    ),
  );

const filtered = (
  title: string,
  filter: (n: number) => object,
  pages: readonly number[] = [0],
  column = "page",
): Lists =>
  named(
    pages.map((offset) => [
      `v2 where ${title}${column === "page" ? "" : ` by ${column.toLowerCase()}`} from ${offset}`,
      {
        path: paths.v2,
        body: (n) => ({ query: page(offset, true), queries: [filter(n)], ...fieldOf(column) }),
      },
    ]),
  );

/** Part of a text: what such a method is asked for. */
function pieceOf(text: string, method: string): string {
  if (method.startsWith("STARTS")) return text.slice(0, -2);
  if (method.startsWith("ENDS")) return text.slice(2);
  return method.startsWith("CONTAINS") ? text.slice(1, -1) : text;
}

const texts = (query: string, field: string, word: (n: number) => string): Lists =>
  merged(
    methods.map((method) =>
      filtered(`${field} ${method.toLowerCase()}`, (n) => ({
        [query]: { [field]: pieceOf(word(n), method), method: `TEXT_QUERY_METHOD_${method}` },
      })),
    ),
  );

const merged = (all: readonly Lists[]): Lists =>
  Object.fromEntries(all.flatMap((lists) => Object.entries(lists)));

const nameIs = (userName: string, method: string) => ({
  userNameQuery: { userName, method: `TEXT_QUERY_METHOD_${method}` },
});
const loginNameIs = (loginName: string, method: string) => ({
  loginNameQuery: { loginName, method: `TEXT_QUERY_METHOD_${method}` },
});
const stateIs = (state: string) => ({ stateQuery: { state: `USER_STATE_${state}` } });
const typeIs = (type: string) => ({ typeQuery: { type: `TYPE_${type}` } });
const orgIs = (n: number) => ({ organizationIdQuery: { organizationId: idOf("org", n) } });

/** @param users how many there are */
export function userLists(users: number): Lists {
  /** One of the people who have a phone and a nick name. */
  const person = (n: number): number => (Math.floor(users / 700) * (n + 3) * 50) % users;
  const scoped = (n: number): number => Math.floor(users / 2 / 9_400) * 9_400 + 8_900 + 80 + n;
  return {
    ...sorted("v2", paths.v2),
    ...texts("userNameQuery", "userName", (n) => userNameOf(person(n))),
    ...texts("firstNameQuery", "firstName", (n) => givenNameOf(person(n))),
    ...texts("lastNameQuery", "lastName", (n) => familyNameOf(person(n))),
    ...texts("nickNameQuery", "nickName", (n) => givenNameOf(person(n)).slice(0, 3) + (person(n) % 1_000)),
    ...texts(
      "displayNameQuery",
      "displayName",
      (n) => `${givenNameOf(person(n))} ${familyNameOf(person(n))}`,
    ),
    ...texts("emailQuery", "emailAddress", (n) => emailOf(person(n))),
    ...texts("phoneQuery", "number", (n) => phoneOf(person(n))),
    ...texts("loginNameQuery", "loginName", (n) => `${userNameOf(scoped(n))}@org-95.load.example`),
    ...filtered("all contain", () => nameIs("LOAD", "CONTAINS_IGNORE_CASE"), offsets),
    ...filtered("most contain", () => nameIs("a", "CONTAINS_IGNORE_CASE"), offsets),
    ...filtered("all login names contain", () => loginNameIs("load.example", "CONTAINS"), offsets),
    ...filtered(
      "login names end in a domain",
      () => loginNameIs("@org-95.load.example", "ENDS_WITH"),
      offsets,
    ),
    ...filtered("active", () => stateIs("ACTIVE"), offsets),
    ...filtered("locked", () => stateIs("LOCKED"), offsets),
    ...filtered("locked", () => stateIs("LOCKED"), offsets, "EMAIL"),
    ...filtered("initial", () => stateIs("INITIAL"), [0]),
    ...filtered("people", () => typeIs("HUMAN"), offsets),
    ...filtered("service users", () => typeIs("MACHINE"), offsets),
    ...filtered("service users", () => typeIs("MACHINE"), offsets, "DISPLAY_NAME"),
    ...filtered("ids", (n) => ({ inUserIdsQuery: { userIds: [idOf("user", n), idOf("user", n + 7)] } })),
    ...filtered("e-mails", (n) => ({ inUserEmailsQuery: { userEmails: [emailOf(person(n)), emailOf(7)] } })),
    ...filtered(
      "either",
      (n) => ({ orQuery: { queries: [nameIs(userNameOf(person(n)), "EQUALS"), stateIs("LOCKED")] } }),
      offsets,
    ),
    ...filtered("both", (n) => ({
      andQuery: { queries: [nameIs(givenNameOf(person(n)), "STARTS_WITH_IGNORE_CASE"), stateIs("LOCKED")] },
    })),
    ...filtered("not", () => ({ notQuery: { query: stateIs("ACTIVE") } }), offsets),
    ...merged(
      Object.entries(orgs).map(([size, n]) => ({
        ...filtered(`in a ${size} organization`, () => orgIs(n), offsets),
        ...filtered(`in a ${size} organization`, () => orgIs(n), offsets, "EMAIL"),
        ...sorted(`v1, ${size} organization,`, paths.v1, idOf("org", n)),
      })),
    ),
    "v2beta by user_name up from 10000": {
      path: paths.v2beta,
      body: () => ({ query: page(10_000, true), ...fieldOf("USER_NAME") }),
    },
  };
}
