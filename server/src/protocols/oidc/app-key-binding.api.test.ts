/** A key authenticates the application that it was made for, and no other, also of the same project. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { AppKey, createApiApp, createOidcApp } from "#src/domains/app/index.ts";
import { assertionType } from "./credentials.ts";
import { paths } from "./paths.ts";
import { assertionOf, relyingParty, sign } from "./relying-party.fixture.ts";
import { openWorld, redirectUri, type World } from "./world.fixture.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const { post } = relyingParty(() => world);

/** What the token endpoint says to a client that presents this key; with the client proven it looks at the grant. */
async function said(
  claimed: string,
  { iss = claimed, sub = claimed } = {},
  key = world.keys.client,
): Promise<unknown> {
  const { body } = await post(paths.token, {
    grant_type: "refresh_token",
    refresh_token: "x",
    client_id: claimed,
    client_assertion_type: assertionType,
    client_assertion: await sign(assertionOf(iss, world.url, { sub }), key),
  });
  return body["error"];
}

test("a key of one application does not authenticate as another, whoever the assertion names", async () => {
  const { clients, projectId } = world;
  const own = clients.signing.clientId;
  const ctx = world.ctx();
  const sibling = await createOidcApp(
    ctx,
    { projectId, name: "sibling" },
    { redirectUris: [redirectUri], responseTypes: [0], grantTypes: [0, 2], authMethodType: 3 },
  );
  const api = await createApiApp(ctx, { projectId, name: "signing api" }, 1);
  expect(await said(own)).toBe("invalid_grant");
  for (const { clientId } of [sibling, api, clients.web, clients.stranger]) {
    expect(await said(clientId), "as the other").toBe("invalid_client");
    // A parameter that contradicts the assertion is wrong by itself.
    expect(await said(clientId, { iss: own, sub: own }), "named by the parameter alone").toBe(
      "invalid_request",
    );
    expect(await said(own, { iss: own, sub: clientId }), "named as the subject").toMatch(
      /^invalid_(client|request)$/,
    );
    expect(await said(own, { iss: clientId, sub: own }), "named as the issuer").toMatch(
      /^invalid_(client|request)$/,
    );
  }
  expect(world.unexpected).toEqual([]);
});

test("a key of an application that was, under the same id with another client id, authenticates nobody", async () => {
  const { clients, keys, projectId } = world;
  const former = { ...keys.client, keyId: "former-key" };
  await world.happen(
    AppKey,
    projectId,
    [
      {
        type: "project.application.oidc.key.added",
        payload: {
          applicationId: clients.signing.row.entityId,
          clientId: "former-client",
          keyId: former.keyId,
          type: 1,
          expirationDate: "9999-12-31T23:59:59Z",
          publicKey: former.stored,
        },
      },
    ],
    former.keyId,
  );
  expect(await said(clients.signing.clientId, {}, former)).toBe("invalid_client");
  expect(await said(clients.signing.clientId)).toBe("invalid_grant");
});

test("a key that is removed authenticates nobody", async () => {
  const { clients, keys, projectId } = world;
  const { keyId } = keys.client;
  expect(await said(clients.signing.clientId)).toBe("invalid_grant");
  await world.happen(
    AppKey,
    projectId,
    [{ type: "project.application.oidc.key.removed", payload: { keyId } }],
    keyId,
  );
  expect(await said(clients.signing.clientId)).toBe("invalid_client");
});
