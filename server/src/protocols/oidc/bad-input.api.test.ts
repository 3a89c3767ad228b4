/** Every parameter of every endpoint, given wrongly in every way: the right error names it, nothing breaks. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { assertionType } from "./credentials.ts";
import { paths } from "./paths.ts";
import { basic, challenge, type Fields } from "./relying-party.fixture.ts";
import { openWorld, redirectUri, type World } from "./world.fixture.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(async () => {
  expect(world.unexpected).toEqual([]);
  await world.close();
});

interface Case {
  readonly path: string;
  readonly method: "GET" | "POST";
  /** A request that is right but for codes and tokens, which nobody knows. */
  fields(world: World): Fields;
  readonly headers?: (world: World) => Fields;
  /** Parameters that must be there. */
  readonly required: readonly string[];
  readonly optional: readonly string[];
  /** Values of the wrong type, and the error that each gets. */
  readonly wrong: readonly (readonly [name: string, value: string, error: string])[];
}

const byBasic = ({ clients }: World) => basic(clients.web);
const jwt = `e30.${Buffer.from('{"sub":"x"}').toString("base64url")}.e30`;

const authorizeCase = {
  path: paths.authorize,
  fields: ({ clients }: World) => ({
    client_id: clients.spa.clientId,
    redirect_uri: redirectUri,
    response_type: "code",
    scope: "openid",
    code_challenge: challenge,
    code_challenge_method: "S256",
  }),
  required: ["client_id", "redirect_uri", "response_type", "scope", "code_challenge"],
  optional: [
    "state",
    "nonce",
    "prompt",
    "max_age",
    "ui_locales",
    "login_hint",
    "id_token_hint",
    "response_mode",
  ],
  wrong: [
    ["client_id", "no such client", "unauthorized_client"],
    ["redirect_uri", "https://evil.example/cb", "invalid_request"],
    ["redirect_uri", "not a uri", "invalid_request"],
    ["response_type", "token", "unsupported_response_type"],
    ["response_type", "id_token", "unauthorized_client"],
    ["response_mode", "fragment", "invalid_request"],
    ["response_mode", "x", "invalid_request"],
    ["scope", 'open"id', "invalid_scope"],
    ["scope", "openid urn:zitadel:iam:org:id:foreign", "invalid_scope"],
    ["prompt", "nonsense", "invalid_request"],
    ["prompt", "__proto__", "invalid_request"],
    ["prompt", "none consent", "invalid_request"],
    ["max_age", "-1", "invalid_request"],
    ["max_age", "1.5", "invalid_request"],
    ["max_age", "ten", "invalid_request"],
    ["code_challenge", "short", "invalid_request"],
    ["code_challenge_method", "S512", "invalid_request"],
    ["code_challenge_method", "plain", "invalid_request"],
    ["id_token_hint", "nonsense", "login_required"],
    ["id_token_hint", jwt, "login_required"],
    ["request", jwt, "request_not_supported"],
    ["request_uri", "https://x.example", "request_uri_not_supported"],
  ],
} as const;

const cases: readonly Case[] = [
  { ...authorizeCase, method: "GET" },
  { ...authorizeCase, method: "POST" },
  {
    path: paths.token,
    method: "POST",
    fields: () => ({
      grant_type: "authorization_code",
      code: "x",
      redirect_uri: redirectUri,
      code_verifier: challenge,
    }),
    headers: byBasic,
    required: ["grant_type", "code"],
    optional: ["redirect_uri", "code_verifier", "client_id", "scope"],
    wrong: [
      ["grant_type", "password", "unsupported_grant_type"],
      ["grant_type", "__proto__", "unsupported_grant_type"],
      ["code", "nonsense", "invalid_grant"],
      ["client_id", "another", "invalid_request"],
      ["client_secret", "second way", "invalid_request"],
      ["client_assertion_type", "x", "invalid_request"],
    ],
  },
  {
    path: paths.token,
    method: "POST",
    fields: () => ({ grant_type: "refresh_token", refresh_token: "x" }),
    headers: byBasic,
    required: ["refresh_token"],
    optional: ["scope"],
    wrong: [
      ["refresh_token", "nonsense", "invalid_grant"],
      ["scope", 'open"id', "invalid_scope"],
    ],
  },
  {
    path: paths.token,
    method: "POST",
    fields: ({ clients }) => ({
      grant_type: "refresh_token",
      refresh_token: "x",
      client_id: clients.post.clientId,
      client_secret: clients.post.clientSecret,
    }),
    required: ["client_id"],
    optional: [],
    wrong: [
      ["client_id", "nobody", "invalid_client"],
      ["client_secret", "wrong", "invalid_client"],
    ],
  },
  {
    path: paths.token,
    method: "POST",
    fields: () => ({
      grant_type: "refresh_token",
      refresh_token: "x",
      client_assertion_type: assertionType,
      client_assertion: jwt,
    }),
    required: ["client_assertion", "client_assertion_type"],
    optional: [],
    wrong: [["client_assertion", "a.b.c", "invalid_client"]],
  },
  {
    path: paths.token,
    method: "POST",
    fields: ({ machine }) => ({
      grant_type: "client_credentials",
      client_id: machine.loginName,
      client_secret: machine.secret,
    }),
    required: ["client_id", "client_secret"],
    optional: ["scope"],
    wrong: [
      ["client_id", "nobody", "invalid_client"],
      ["client_secret", "wrong", "invalid_client"],
      ["scope", 'open"id', "invalid_scope"],
    ],
  },
  {
    path: paths.token,
    method: "POST",
    fields: () => ({ grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer", assertion: jwt }),
    required: ["assertion"],
    optional: ["scope"],
    wrong: [
      ["assertion", "nonsense", "invalid_grant"],
      ["assertion", "..", "invalid_grant"],
    ],
  },
  {
    path: paths.introspect,
    method: "POST",
    fields: () => ({ token: "x" }),
    headers: byBasic,
    required: ["token"],
    optional: ["token_type_hint"],
    wrong: [],
  },
  {
    path: paths.revoke,
    method: "POST",
    fields: () => ({ token: "x" }),
    headers: byBasic,
    required: ["token"],
    optional: ["token_type_hint"],
    wrong: [],
  },
  {
    path: paths.userinfo,
    method: "POST",
    fields: () => ({ access_token: "x" }),
    required: [],
    optional: ["access_token"],
    wrong: [["access_token", "nonsense", "invalid_token"]],
  },
  ...(["GET", "POST"] as const).map((method) => ({
    path: paths.endSession,
    method,
    fields: ({ clients }: World) => ({
      client_id: clients.web.clientId,
      post_logout_redirect_uri: "https://app.example/bye",
      state: "s",
    }),
    required: [],
    optional: [
      "client_id",
      "post_logout_redirect_uri",
      "state",
      "id_token_hint",
      "ui_locales",
      "logout_hint",
    ],
    wrong: [
      ["id_token_hint", "nonsense", "invalid_request"],
      ["client_id", "nobody", "invalid_request"],
      ["post_logout_redirect_uri", "https://evil.example", "invalid_request"],
    ] as const,
  })),
];

/** Sends raw text, since some of it cannot be said with URLSearchParams. */
async function send({ path, method, headers }: Case, form: string) {
  const target = `${world.url}${path}`;
  const sent = { ...headers?.(world) };
  const response = await (method === "GET"
    ? fetch(`${target}?${form}`, { headers: sent, redirect: "manual" })
    : fetch(target, {
        method,
        headers: { ...sent, "content-type": "application/x-www-form-urlencoded" },
        body: form,
        redirect: "manual",
      }));
  const text = await response.text();
  const back = response.headers.get("location");
  const params = back === null ? undefined : new URL(back).searchParams;
  // The form of an OAuth error; tests compare what is in it.
  const body = text.startsWith("{") ? (JSON.parse(text) as Record<string, string>) : {};
  return {
    status: response.status,
    error: params?.get("error") ?? body["error"],
    description: params?.get("error_description") ?? body["error_description"] ?? "",
    text,
  };
}

const formOf = (fields: Fields, name: string, raw?: string): string => {
  const { [name]: _left, ...rest } = fields;
  return [new URLSearchParams(rest).toString(), ...(raw === undefined ? [] : [raw])].join("&");
};

const names = (text: string, parameter: string): boolean =>
  new RegExp(`parameter ${parameter}\\b`).test(text);

let checked = 0;
afterAll(() => expect(checked).toBeGreaterThan(300));

for (const one of cases) {
  const label = `${one.method} ${one.path}`;
  for (const name of new Set([...one.required, ...one.optional])) {
    test.each([
      ["twice", `${name}=a&${name}=a`],
      ["too long", `${name}=${"a".repeat(17_000)}`],
      ["broken UTF-8", `${name}=%ff%fe`],
      ["half a surrogate", `${name}=%ed%a0%80`],
      ["a NUL", `${name}=%00`],
    ])(`${label}: ${name} %s → invalid_request that names it (${one.fields.name})`, async (_how, raw) => {
      const answer = await send(one, formOf(one.fields(world), name, raw));
      checked++;
      // An over-long request line is refused by the port itself.
      if (answer.status === 431 || answer.status === 414) return;
      expect(answer.status).toBeLessThan(401);
      expect(answer.error).toBe("invalid_request");
      expect(names(answer.description, name), answer.description).toBe(true);
    });

    test.each([
      ["missing", undefined],
      ["empty", `${name}=`],
    ])(`${label}: ${name} %s`, async (_how, raw) => {
      const answer = await send(one, formOf(one.fields(world), name, raw));
      checked++;
      expect(answer.status).toBeLessThan(500);
      if (!one.required.includes(name)) return;
      expect(answer.error).toMatch(/^invalid_(request|client)$/);
      expect(names(answer.description, name), answer.description).toBe(true);
    });
  }

  if (one.wrong.length > 0)
    test.each(one.wrong)(`${label}: %s = %s → %s`, async (name, value, error) => {
      const fields = { ...one.fields(world), [name]: value };
      const answer = await send(one, new URLSearchParams(fields).toString());
      checked++;
      expect(answer.error).toBe(error);
      expect(answer.status).toBeLessThan(500);
      expect(answer.text).not.toMatch(/\bat .*\.ts:\d+/);
    });
}

const posts = [...new Set(cases.filter(({ method }) => method === "POST").map(({ path }) => path))];

test.each(posts)("%s takes forms only, and small ones", async (path) => {
  const answer = async (body: string, type: string) => {
    const sent = { method: "POST", headers: { "content-type": type }, body, redirect: "manual" } as const;
    const response = await fetch(`${world.url}${path}`, sent);
    const { error } = (await response.json()) as { error: string };
    return [response.status, error];
  };
  expect(await answer('{"client_id":"x"}', "application/json")).toEqual([400, "invalid_request"]);
  expect(await answer("a=b", "multipart/form-data; boundary=x")).toEqual([400, "invalid_request"]);
});

test.each(posts)("%s answers 413 to more than 4 MiB", async (path) => {
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const body = `a=${"x".repeat(4 * 1024 * 1024 + 1)}`;
  const response = await fetch(`${world.url}${path}`, { method: "POST", headers, body });
  expect(response.status).toBe(413);
  expect(await response.json()).toMatchObject({ error: "invalid_request" });
});

test("methods and paths that an endpoint does not have", async () => {
  const status = async (method: string, path: string) =>
    (await fetch(`${world.url}${path}`, { method, redirect: "manual" })).status;
  expect(await status("GET", paths.token)).toBe(405);
  expect(await status("DELETE", paths.userinfo)).toBe(405);
  expect(await status("POST", paths.keys)).toBe(405);
  expect(await status("HEAD", paths.discovery)).toBe(200);
  expect(await status("POST", `${paths.token}/x`)).toBe(404);
});

test("a preflight says what may be asked; pages have none", async () => {
  const headers = { origin: "https://app.example", "access-control-request-method": "POST" };
  const allowed = await fetch(`${world.url}${paths.token}`, { method: "OPTIONS", headers });
  expect([allowed.status, allowed.headers.get("access-control-allow-origin")]).toEqual([
    204,
    "https://app.example",
  ]);
  expect(allowed.headers.get("access-control-allow-credentials")).toBeNull();
  const page = await fetch(`${world.url}${paths.authorize}`, { method: "OPTIONS", headers });
  expect(page.headers.get("access-control-allow-origin")).toBeNull();
});

test("unknown parameters are ignored, also such as objects have by themselves", async () => {
  const form = `${new URLSearchParams(authorizeCase.fields(world))}&__proto__=x&constructor=y&unknown=z`;
  expect((await send({ ...authorizeCase, method: "GET" }, form)).status).toBe(302);
});
