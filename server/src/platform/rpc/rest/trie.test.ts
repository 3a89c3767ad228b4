import { expect, test } from "vitest";
import { contractMethods } from "../contract.ts";
import { createRestRouter } from "./rest.ts";
import { createTrie } from "./trie.ts";

const trie = createTrie<string>();
for (const template of [
  "/users/{id}",
  "/users/_search",
  "/users/{id}/keys/{key_id}",
  "/users/me/sessions",
  "/projects/members/roles/_search",
  "/projects/{project_id}/roles/_search",
  "/projects/{project_id}/roles/{role_key=**}",
]) {
  trie.add(template, template);
}

test.each([
  ["/users/5", "/users/{id}", { id: "5" }],
  ["/users/_search", "/users/_search", {}],
  ["/users/_search/keys/1", "/users/{id}/keys/{key_id}", { id: "_search", key_id: "1" }],
  ["/users/me/keys/1", "/users/{id}/keys/{key_id}", { id: "me", key_id: "1" }],
  ["/users/me/sessions", "/users/me/sessions", {}],
  ["/projects/members/roles/_search", "/projects/members/roles/_search", {}],
  ["/projects/7/roles/_search", "/projects/{project_id}/roles/_search", { project_id: "7" }],
  [
    "/projects/members/roles/x",
    "/projects/{project_id}/roles/{role_key=**}",
    { project_id: "members", role_key: "x" },
  ],
  [
    "/projects/7/roles/a/b/c",
    "/projects/{project_id}/roles/{role_key=**}",
    { project_id: "7", role_key: "a/b/c" },
  ],
  [
    "/projects/7/roles/_search/x",
    "/projects/{project_id}/roles/{role_key=**}",
    { project_id: "7", role_key: "_search/x" },
  ],
])("%s is routed to %s", (path, template, values) => {
  const match = trie.find(path);
  expect(match?.target).toBe(template);
  expect(Object.fromEntries(match?.values ?? [])).toEqual(values);
});

test.each([
  "/users",
  "/users/",
  "/users/5/",
  "/users//keys/1",
  "/projects/7/roles/",
  "/projects/7/roles",
  "/",
  "/x",
])("%s has no route", (path) => {
  expect(trie.find(path)).toBeUndefined();
});

test("templates that clash or are not understood stop the start", () => {
  expect(() => trie.add("/users/{other}", "x")).toThrow("/users/{other}");
  expect(() => trie.add("/projects/{p}/roles/{r=**}", "x")).toThrow("clashes");
  for (const template of ["/a/{b=**}/c", "/a/{b=x/*}", "/a:verb{b}", "/a/{b", "/a//b"]) {
    expect(() => createTrie().add(template, "x"), template).toThrow();
  }
});

test("every route of the contract leads to its own method", () => {
  const route = createRestRouter(contractMethods);
  let seen = 0;
  for (const method of contractMethods) {
    for (const { verb, path } of method.http) {
      if (path === "/") continue;
      const match = route(verb, path.replace(/\{[^}]+\}/g, "some-value"));
      expect(typeof match === "string" ? match : match.target.method.name, `${verb} ${path}`).toBe(
        method.name,
      );
      seen++;
    }
  }
  expect(seen).toBeGreaterThan(850);
});
