/** Organizations, their domains, and users. */
import { textAt } from "../json.ts";
import { done, holds, lacks, type Node, name, pair } from "./pair.ts";

export const human = (username: string) => ({
  username,
  profile: { givenName: "Ada", familyName: "Lovelace" },
  email: { email: `${username}@example.com`, isVerified: true },
});

async function makeOrg(writer: Node, n: number) {
  const called = name("org", n);
  const body = await done(writer.call("POST", "/v2/organizations", { name: called }));
  return {
    id: textAt(body, "organizationId"),
    called,
    renamed: name("renamed", n),
    domain: `${called}.test`,
  };
}

export const organization = pair({
  make: makeOrg,
  readers: (reader, { id }) => ({
    "admin get": reader.call("GET", `/admin/v1/orgs/${id}`),
    "v2 list": reader.call("POST", "/v2/organizations/_search", { queries: [{ idQuery: { id } }] }),
  }),
  steps: [
    { expected: ({ id, called }) => holds(id, called) },
    {
      write: (writer, { id, renamed }) => writer.call("POST", `/v2/organizations/${id}`, { name: renamed }),
      expected: ({ renamed }) => holds(renamed),
    },
    {
      write: (writer, { id }) => writer.call("DELETE", `/v2/organizations/${id}`),
      expected: ({ id }) => lacks(id),
    },
  ],
});

export const organizationDomain = pair({
  make: makeOrg,
  readers: (reader, { id }) => ({
    "v2 list": reader.call("POST", `/v2/organizations/${id}/domains/search`, {}),
    "v2beta list": reader.call("POST", `/v2beta/organizations/${id}/domains/search`, {}),
  }),
  steps: [
    { expected: ({ domain }) => lacks(domain) },
    {
      write: (writer, { id, domain }) => writer.call("POST", `/v2/organizations/${id}/domains`, { domain }),
      expected: ({ domain }) => holds(domain),
    },
    {
      write: (writer, { id, domain }) =>
        writer.call("DELETE", `/v2/organizations/${id}/domains?domain=${domain}`),
      expected: ({ domain }) => lacks(domain),
    },
  ],
});

export const user = pair({
  make: async (writer, n) => {
    const username = name("user", n);
    const body = await done(writer.call("POST", "/v2/users/human", human(username)));
    return { id: textAt(body, "userId"), username, nickName: name("nick", n) };
  },
  readers: (reader, { id, username }) => ({
    "v2 get": reader.call("GET", `/v2/users/${id}`),
    "v2 list": reader.call("POST", "/v2/users", { queries: [{ inUserIdsQuery: { userIds: [id] } }] }),
    "v1 get": reader.call("GET", `/management/v1/users/${id}`),
    "by login name": reader.call("POST", "/v2/users", {
      queries: [{ loginNameQuery: { loginName: username } }],
    }),
  }),
  steps: [
    { expected: ({ id, username }) => holds(id, username) },
    {
      write: (writer, { id, nickName }) =>
        writer.call("PUT", `/v2/users/human/${id}`, {
          profile: { givenName: "Ada", familyName: "King", nickName },
        }),
      expected: ({ nickName }) => holds(nickName),
    },
    { write: (writer, { id }) => writer.call("DELETE", `/v2/users/${id}`), expected: ({ id }) => lacks(id) },
  ],
});
