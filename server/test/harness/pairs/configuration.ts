/** Configuration, which every process caches: each step is read, so that the cache is warm at the next. */
import { textAt } from "../json.ts";
import { done, holds, lacks, type Node, name, pair } from "./pair.ts";

export async function makeProject(writer: Node, n: number) {
  const body = await done(writer.call("POST", "/management/v1/projects", { name: name("project", n) }));
  const id = textAt(body, "id");
  return { id, path: `/management/v1/projects/${id}`, changed: name("changed", n) };
}

export const project = pair({
  make: makeProject,
  readers: (reader, { path }) => ({
    get: reader.call("GET", path),
    list: reader.call("POST", "/management/v1/projects/_search", {}),
  }),
  steps: [
    { expected: ({ id }) => holds(id) },
    {
      write: (writer, { path, changed }) => writer.call("PUT", path, { name: changed }),
      expected: ({ changed }) => holds(changed),
    },
    // Lists have pages: what is not removed would push later ones off the first.
    { write: (writer, { path }) => writer.call("DELETE", path), expected: ({ id }) => lacks(id) },
  ],
});

export const application = pair({
  make: async (writer, n) => {
    const { path } = await makeProject(writer, n);
    const app = await done(
      writer.call("POST", `${path}/apps/api`, {
        name: name("app", n),
        authMethodType: "API_AUTH_METHOD_TYPE_BASIC",
      }),
    );
    const id = textAt(app, "appId");
    return { id, project: path, path: `${path}/apps/${id}`, changed: name("changed-app", n) };
  },
  readers: (reader, { path, project: owner }) => ({
    get: reader.call("GET", path),
    list: reader.call("POST", `${owner}/apps/_search`, {}),
  }),
  steps: [
    { expected: ({ id }) => holds(id) },
    {
      write: (writer, { path, changed }) => writer.call("PUT", path, { name: changed }),
      expected: ({ changed }) => holds(changed),
    },
    { write: (writer, { project: owner }) => writer.call("DELETE", owner), expected: ({ id }) => lacks(id) },
  ],
});

/** A trusted domain opens the instance to the outside by another name, and closes it. */
export const trustedDomain = pair({
  make: async (_writer, n) => ({ domain: `${name("trusted", n)}.test` }),
  readers: (reader, { domain }) => ({
    list: reader.call("POST", "/admin/v1/trusted_domains/_search", {}),
    discovery: reader.visit("/.well-known/openid-configuration", { "x-zitadel-public-host": domain }),
  }),
  steps: [
    { expected: ({ domain }) => strange(domain) },
    {
      write: (writer, { domain }) => writer.call("POST", "/admin/v1/trusted_domains", { domain }),
      expected: ({ domain }) => holds(domain),
    },
    {
      write: (writer, { domain }) => writer.call("DELETE", `/admin/v1/trusted_domains/${domain}`),
      expected: ({ domain }) => strange(domain),
    },
  ],
});

/** Not listed; the page for an unknown host may name it. */
const strange =
  (domain: string) =>
  ({ status, body }: { readonly status: number; readonly body: unknown }): boolean =>
    status === 404 || lacks(domain)({ status, body });
