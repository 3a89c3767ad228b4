import { expect, test } from "vitest";
import { addAuthRequest, linkLogin } from "./decisions.ts";
import type { AuthRequestAdded } from "./events.ts";
import { AuthRequest, type AuthRequestState } from "./state.ts";

const request: AuthRequestAdded = {
  login_client: "",
  client_id: "c",
  redirect_uri: "https://app.example/cb",
  scope: ["openid"],
  audience: ["c"],
  response_type: 0,
  remote_ip: "192.0.2.1",
};
const login = { sessionId: "s", userId: "u", authTime: "2026-01-01T00:00:00Z", authMethods: [4] } as const;
const meta = {
  instanceId: "i",
  aggregateId: "V2_1",
  entityId: "",
  owner: "i",
  creator: "OIDC",
  createdAt: "2026-01-01T00:00:00Z",
};

test("a request that is too large is refused by the name of its longest parameter", () => {
  const state = "s".repeat(4096);
  expect(addAuthRequest({ ...request, state })(undefined)).toHaveLength(1);
  const both = { ...request, state, nonce: "n".repeat(1000) };
  expect(() => addAuthRequest(both)(undefined)).toThrow(
    expect.objectContaining({
      kind: "invalid_argument",
      id: "OIDC-Ar5bg",
      details: expect.objectContaining({ field: "state" }),
    }),
  );
});

test("the address that asked is forgotten as soon as somebody has logged in", () => {
  const folded = [...addAuthRequest(request)(undefined)].reduce<AuthRequestState | undefined>(
    (state, event) => AuthRequest.evolve(state, event, meta),
    undefined,
  );
  expect(folded?.request.remote_ip).toBe("192.0.2.1");
  const linked = linkLogin(login)(folded).reduce<AuthRequestState | undefined>(
    (state, event) => AuthRequest.evolve(state, event, meta),
    folded,
  );
  expect(JSON.stringify(linked)).not.toContain("192.0.2.1");
  expect(AuthRequest.personal?.fields["auth_request.added"]).toContain("remote_ip");
});
