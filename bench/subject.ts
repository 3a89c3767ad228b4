/** What the load asks of the product: a project with an API, service users, and their tokens. */
import { basic, call, form, json, type Reply } from "./http.ts";
import type { BenchServer } from "./server.ts";

type Operation = (n: number) => Promise<Reply>;

export interface Subject {
  /** The API of the product, as its administrator. */
  readonly api: (path: string, body: object, method?: string) => Promise<Reply>;
  /** Tokens by client credentials; with an ID token, which is signed, for the scope `openid`. */
  readonly clientCredentials: (how?: { readonly idToken?: boolean }) => Operation;
  /** Of tokens of several service users, in turn. */
  readonly introspect: Operation;
  readonly userinfo: Operation;
}

const machines = 8;
const tokensOfEach = 8;

export async function prepare({ url, token }: BenchServer): Promise<Subject> {
  const headers = { ...json, authorization: `Bearer ${token}` };
  const api: Subject["api"] = (path, body, method = "POST") =>
    call(method, `${url}${path}`, headers, JSON.stringify(body));
  const project = await api("/management/v1/projects", { name: "Bench" });
  const projectId = String(project.body["id"]);
  const introspector = await api(`/management/v1/projects/${projectId}/apps/api`, {
    name: "Introspector",
    authMethodType: "API_AUTH_METHOD_TYPE_BASIC",
  });
  const clients = await Promise.all(Array.from({ length: machines }, (_, n) => addMachine(api, n)));
  const clientCredentials: Subject["clientCredentials"] = ({ idToken = false } = {}) => {
    const scope = `${idToken ? "openid " : ""}profile urn:zitadel:iam:org:project:id:${projectId}:aud`;
    const grant = new URLSearchParams({ grant_type: "client_credentials", scope }).toString();
    return (n) => call("POST", `${url}/oauth/v2/token`, { ...form, authorization: at(clients, n) }, grant);
  };
  const tokens: string[] = [];
  for (let n = 0; n < machines * tokensOfEach; n += 1)
    tokens.push(String((await clientCredentials({ idToken: true })(n)).body["access_token"]));
  const asApi = {
    ...form,
    authorization: basic(String(introspector.body["clientId"]), String(introspector.body["clientSecret"])),
  };
  return {
    api,
    clientCredentials,
    introspect: (n) => call("POST", `${url}/oauth/v2/introspect`, asApi, `token=${at(tokens, n)}`),
    userinfo: (n) => call("GET", `${url}/oidc/v1/userinfo`, { authorization: `Bearer ${at(tokens, n)}` }),
  };
}

const at = (list: readonly string[], n: number): string => list[n % list.length] ?? "";

/** @returns its credentials */
async function addMachine(api: Subject["api"], n: number): Promise<string> {
  const machine = await api("/management/v1/users/machine", { userName: `loader-${n}`, name: `Loader ${n}` });
  const { body } = await api(`/management/v1/users/${String(machine.body["userId"])}/secret`, {}, "PUT");
  return basic(String(body["clientId"]), String(body["clientSecret"]));
}
