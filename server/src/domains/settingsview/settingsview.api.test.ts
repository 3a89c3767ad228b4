import { createClient } from "@connectrpc/connect";
import { afterAll, beforeAll, expect, test } from "vitest";
import { SettingsService } from "#contract/zitadel/settings/v2/settings_service_pb.ts";
import { SettingsService as SettingsServiceBeta } from "#contract/zitadel/settings/v2beta/settings_service_pb.ts";
import { WebKeyService } from "#contract/zitadel/webkey/v2/webkey_service_pb.ts";
import { createOrg } from "#src/domains/org/index.ts";
import { addPat, createMachine } from "#src/domains/user/index.ts";
import { activateWebKey, createWebKey, WebKey } from "#src/domains/webkey/index.ts";
import { addMember, memberRef } from "#src/kits/members/index.ts";
import { sql } from "#src/platform/db/index.ts";
import { ref, type Store } from "#src/platform/eventstore/index.ts";
import { createTenant, type Tenant } from "#test/harness/tenant.ts";

let tenant: Tenant;
beforeAll(async () => {
  tenant = await createTenant();
});
afterAll(() => tenant.close());

test("the settings of a new instance are read over v2 and v2beta alike", async () => {
  const transport = tenant.transport(tenant.ownerToken);
  const [v2, beta] = [createClient(SettingsService, transport), createClient(SettingsServiceBeta, transport)];
  const { settings } = await v2.getLoginSettings({});
  expect(settings).toMatchObject({
    allowLocalAuthentication: true,
    allowUsernamePassword: true,
    secondFactors: [1, 2],
    multiFactors: [1],
    passkeysType: 1,
    resourceOwnerType: 1,
    passwordCheckLifetime: { seconds: 864_000n },
  });
  expect((await beta.getLoginSettings({})).settings).toMatchObject({ allowUsernamePassword: true });
  expect((await v2.getPasswordComplexitySettings({})).settings).toMatchObject({ minLength: 8n });
  expect((await beta.getBrandingSettings({})).settings).toMatchObject({ themeMode: 1 });
  expect((await v2.getGeneralSettings({})).defaultOrganizationId).toBe(tenant.created.orgId);
  expect((await v2.getActiveIdentityProviders({})).identityProviders).toEqual([]);
});

test("whose settings a request names is asked of its caller there, as if the header had named it", async () => {
  const ctx = tenant.ctx();
  const [own, other] = await Promise.all([createOrg(ctx, "Own"), createOrg(ctx, "Other")]);
  const { aggregateId: userId } = await createMachine(ctx, { orgId: own.aggregateId, name: "Robot" });
  const owner = { kind: "org", id: own.aggregateId } as const;
  await ctx.store.execute(ctx, [memberRef(owner, userId)], () => [
    addMember(owner, userId, ["ORG_OWNER"])(undefined),
  ]);
  const { token } = await addPat(ctx, userId, undefined);
  const v2 = createClient(SettingsService, tenant.transport(token));
  const of = (value: string) => ({ ctx: { resourceOwner: { case: "orgId" as const, value } } });
  const refused = expect.objectContaining({ rawMessage: expect.stringContaining("AUTHZ-cdgFk") });
  await v2.getLoginSettings(of(own.aggregateId));
  for (const ask of [v2.getLoginSettings, v2.getLockoutSettings, v2.getActiveIdentityProviders])
    await expect(ask(of(other.aggregateId))).rejects.toEqual(refused);
  const { settings } = await v2.getLoginSettings({
    ctx: { resourceOwner: { case: "instance", value: true } },
  });
  expect(settings?.allowUsernamePassword).toBe(true);
});

test("one signing key is active; it cannot be deleted, another one once, and again without a date", async () => {
  const keys = createClient(WebKeyService, tenant.transport(tenant.ownerToken));
  const { id } = await keys.createWebKey({ key: { case: "ecdsa", value: { curve: 1 } } });
  await keys.activateWebKey({ id });
  const { webKeys } = await keys.listWebKeys({});
  expect(webKeys.filter(({ state }) => state === 2).map((key) => key.id)).toEqual([id]);
  expect(webKeys.find((key) => key.id === id)?.key).toMatchObject({ case: "ecdsa", value: { curve: 1 } });
  await expect(keys.deleteWebKey({ id })).rejects.toThrow("WEBKEY-Chai1");
  const other = webKeys.find(({ state }) => state === 1)?.id ?? "";
  expect((await keys.deleteWebKey({ id: other })).deletionDate).toBeDefined();
  expect((await keys.deleteWebKey({ id: other })).deletionDate).toBeUndefined();
});

test("of keys that are activated at once, on two nodes, one is the signer", async () => {
  const other = await tenant.anotherProcess();
  const made = await Promise.all([1, 2, 3, 4].map(() => createWebKey(tenant.ctx(), { type: "ed25519" })));
  const active = async () =>
    (await tenant.store.select(WebKey, tenant.created.instanceId, sql`t.status = 'active'`)).length;
  for (let round = 0; round < 5; round += 1) {
    await Promise.all(
      made.map(({ aggregateId }, n) => activateWebKey(n % 2 ? tenant.ctx() : other.ctx(), aggregateId)),
    );
    expect(await active()).toBe(1);
  }
});

test("a signer that is activated again, and retired meanwhile, retires the one that took its place", async () => {
  const [first, second] = await Promise.all(
    [1, 2].map(async () => (await createWebKey(tenant.ctx(), { type: "ed25519" })).aggregateId),
  );
  await activateWebKey(tenant.ctx(), first ?? "");
  const ctx = tenant.ctx();
  const execute: Store["execute"] = async (writer, refs, decide, options) => {
    if (execute === overtaken.execute) {
      overtaken.execute = ctx.store.execute;
      await activateWebKey(tenant.ctx(), second ?? "");
    }
    return ctx.store.execute(writer, refs, decide, options);
  };
  const overtaken = { ...ctx.store, execute };
  await activateWebKey({ ...ctx, store: overtaken }, first ?? "");
  const active = await tenant.store.select(WebKey, ctx.instanceId, sql`t.status = 'active'`);
  expect(active.map(({ aggregateId }) => aggregateId)).toEqual([first]);
});

test("an instance without a signer gets one, of several activations at once one", async () => {
  const ctx = tenant.ctx();
  const active = () => tenant.store.select(WebKey, ctx.instanceId, sql`t.status = 'active'`);
  for (const { aggregateId } of await active())
    await ctx.store.execute(ctx, [ref(WebKey, aggregateId)], () => [
      [{ type: "web_key.deactivated", payload: null }],
    ]);
  expect(await active()).toEqual([]);
  const keys = await tenant.store.select(WebKey, ctx.instanceId, sql`true`);
  await Promise.all(keys.map(({ aggregateId }) => activateWebKey(ctx, aggregateId)));
  expect(await active()).toHaveLength(1);
});
