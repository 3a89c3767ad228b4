/** What managers and operators are told about a login that does not go through. */
import { type Client, createClient } from "@connectrpc/connect";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  LoginExplanationService,
  LoginOutcome,
  SettingOrigin,
} from "#contract/gatehouse/login/v1/login_explanation_pb.ts";
import { ManagementService } from "#contract/zitadel/management_pb.ts";
import { PasswordlessType } from "#contract/zitadel/policy_pb.ts";
import { createOrg } from "#src/domains/org/index.ts";
import { createSession } from "#src/domains/session/index.ts";
import { addPat, createHuman, createMachine } from "#src/domains/user/index.ts";
import { Passkey } from "#src/domains/webauthn/index.ts";
import { ownedBy, ref } from "#src/platform/eventstore/index.ts";
import { outcome } from "#test/harness/refusal.ts";
import { createTenant, type Tenant } from "#test/harness/tenant.ts";
import { loginParts } from "../index.ts";

let tenant: Tenant;
let orgId: string;
let explanations: Client<typeof LoginExplanationService>;
beforeAll(async () => {
  tenant = await createTenant({ moreParts: loginParts });
  explanations = createClient(LoginExplanationService, tenant.transport(tenant.ownerToken));
  orgId = (await createOrg(tenant.ctx(), "Strict")).aggregateId;
  await createHuman(tenant.ctx(), {
    userId: "ada",
    orgId,
    userName: "ada@strict.example",
    firstName: "Ada",
    lastName: "Strict",
    email: "ada@strict.example",
    emailVerification: { kind: "verified" },
    password: { plain: "Correct-Horse-1" },
  });
});
afterAll(() => tenant.close());

const kinds = async () =>
  (await explanations.explainLogin({ userId: "ada" })).steps.map(({ kind, cause }) => [kind, cause]);

test("each step names the setting behind it, its value and who has set it", async () => {
  const management = createClient(
    ManagementService,
    tenant.transport(tenant.ownerToken, { "x-zitadel-orgid": orgId }),
  );
  expect(await kinds()).toEqual([
    ["password", "session.no_check"],
    ["mfa_prompt", "login_policy.mfa_init_skip_lifetime"],
  ]);
  await management.addCustomLoginPolicy({ allowUsernamePassword: true, forceMfa: true, secondFactors: [1] });
  const { outcome: decided, steps, organizationId } = await explanations.explainLogin({ userId: "ada" });
  expect([decided, organizationId]).toEqual([LoginOutcome.STEPS, orgId]);
  expect(steps).toMatchObject([
    { kind: "password", mandatory: true, blocksCustomLogins: true, origin: SettingOrigin.UNSPECIFIED },
    {
      kind: "mfa_setup",
      mandatory: true,
      id: "LOGIN-mS4t5",
      factors: ["totp"],
      cause: "login_policy.force_mfa",
      value: "true",
      origin: SettingOrigin.ORGANIZATION,
      originId: orgId,
    },
  ]);
});

test("what would do in the place of a step is named beside it", async () => {
  await createHuman(tenant.ctx(), {
    userId: "both",
    orgId,
    userName: "both",
    firstName: "Both",
    lastName: "Test",
    email: "both@example.com",
    emailVerification: { kind: "verified" },
    password: { plain: "Correct-Horse-1" },
  });
  const target = ownedBy(orgId, ref(Passkey, "both", "key"));
  const registered = { keyId: "a2V5", publicKey: "a2V5", attestationType: "none", aaguid: "", signCount: 0 };
  const payload = { webAuthNTokenId: "key", challenge: "c", rpID: "localhost" };
  await tenant.ctx().store.execute(tenant.ctx(), [target], () => [
    [
      { type: "user.human.passwordless.token.added", payload },
      {
        type: "user.human.passwordless.token.verified",
        payload: { webAuthNTokenId: "key", webAuthNTokenName: "Key", ...registered },
      },
    ],
  ]);
  const management = createClient(
    ManagementService,
    tenant.transport(tenant.ownerToken, { "x-zitadel-orgid": orgId }),
  );
  await management.updateCustomLoginPolicy({
    allowUsernamePassword: true,
    passwordlessType: PasswordlessType.ALLOWED,
  });
  const { steps } = await explanations.explainLogin({ userId: "both" });
  expect(steps).toMatchObject([{ kind: "passkey", factors: ["passkey"], alternatives: ["password"] }]);
});

test("a login name will do, and what is not there is said to be missing", async () => {
  const byName = await explanations.explainLogin({ loginName: "ada@strict.example" });
  expect(byName.userId).toBe("ada");
  const missing = (more: object) => outcome(explanations.explainLogin({ userId: "ada", ...more }));
  expect(await missing({ userId: "nobody" })).toContain("LOGIN-xU5r1");
  expect(await missing({ clientId: "none" })).toContain("LOGIN-xC6t3");
  expect(await missing({ sessionId: "none" })).toContain("LOGIN-xS4n7");
  const sessionOf = async (userId: string) =>
    (await createSession(tenant.ctx(), { checks: { user: { userId } } })).row.aggregateId;
  const foreign = await sessionOf(tenant.created.admin?.userId ?? "");
  expect(await missing({ sessionId: foreign })).toContain("LOGIN-xS4n7");
  const own = await explanations.explainLogin({ userId: "ada", sessionId: await sessionOf("ada") });
  expect(own.outcome).toBe(LoginOutcome.STEPS);
  expect(await missing({ authRequestId: "none" })).toContain("LOGIN-xR2q8");
});

test("nobody learns about the logins of users whom they may not see, nor whether there are any", async () => {
  const { aggregateId } = await createMachine(tenant.ctx(), {
    orgId,
    userName: "curious",
    name: "Curious",
  });
  const { token } = await addPat(tenant.ctx(), aggregateId, new Date(Date.now() + 60_000));
  const curious = createClient(LoginExplanationService, tenant.transport(token));
  const asked = [
    { userId: "ada" },
    { loginName: "ada@strict.example" },
    { userId: "no" },
    { loginName: "no" },
  ];
  const told = await Promise.all(asked.map((one) => outcome(curious.explainLogin(one))));
  expect(told).toEqual(asked.map(() => "NotFound AUTHZ-cdgFk"));
});
