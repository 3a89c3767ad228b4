import { generateKeyPairSync } from "node:crypto";
import { SignJWT } from "jose";
import { expect, test } from "vitest";
import { isServiceId, serviceNameOf } from "#src/platform/request/index.ts";
import { membershipsIn, systemAuthentication } from "./system-users.ts";

test("memberships count in the system, in one instance or in every one, as they are configured", () => {
  const kinds = (instanceId: string) =>
    membershipsIn(instanceId, [
      { type: "System", aggregateId: "", roles: ["SYSTEM_OWNER"] },
      { type: "IAM", aggregateId: "", roles: ["IAM_OWNER"] },
      { type: "IAM", aggregateId: "1", roles: ["IAM_ORG_MANAGER"] },
      { type: "Organization", aggregateId: "o", roles: ["ORG_OWNER"] },
    ]).map(({ kind, objectId, roles }) => [kind, objectId, ...roles]);
  const everywhere = [["system", "", "SYSTEM_OWNER"]];
  const org = ["org", "o", "ORG_OWNER"];
  expect(kinds("")).toEqual([...everywhere, org]);
  expect(kinds("2")).toEqual([...everywhere, ["iam", "2", "IAM_OWNER"], org]);
  expect(kinds("1")).toEqual([
    ...everywhere,
    ["iam", "1", "IAM_OWNER"],
    ["iam", "1", "IAM_ORG_MANAGER"],
    org,
  ]);
});

test("a key that cannot be read stops the start, naming its user", () => {
  const start = (key: { readonly pem: string } | { readonly path: string }) => () =>
    systemAuthentication({
      users: [{ name: "operator", key, memberships: [] }],
      audience: "https://id.test",
      readFile: () => {
        throw new Error("no such file");
      },
    });
  expect(start({ path: "/nowhere" })).toThrow(/system user operator .*no such file/);
  expect(start({ pem: "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----" })).toThrow(/operator/);
});

test("the id of a user of the system is none that a user of an instance has or may choose", async () => {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const pem = publicKey.export({ type: "spki", format: "pem" }).toString();
  const audience = "https://id.test";
  const authenticate = systemAuthentication({
    users: [{ name: "operator", key: { pem }, memberships: [] }],
    audience,
    readFile: () => "",
  });
  const now = new Date("2026-01-01T00:00:00Z");
  const token = await new SignJWT()
    .setProtectedHeader({ alg: "EdDSA" })
    .setIssuer("operator")
    .setSubject("operator")
    .setAudience(audience)
    .setIssuedAt(now)
    .setExpirationTime(new Date(now.getTime() + 60_000))
    .sign(privateKey);
  const id = (await authenticate(token, now, "1"))?.userId ?? "";
  expect(id).toBe("SYSTEM:operator");
  expect([isServiceId(id), isServiceId("operator")]).toEqual([true, false]);
  expect(serviceNameOf(id)).toBe("operator");
});
