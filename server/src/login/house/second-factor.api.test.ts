/** What second factors a user has set up decides what a login takes, whichever pages it uses. */

import { afterAll, beforeAll, expect, it } from "vitest";
import { loginPolicy, secondFactorTypes } from "#src/domains/loginpolicy/index.ts";
import { Session } from "#src/domains/session/index.ts";
import { User } from "#src/domains/user/index.ts";
import { policyRef } from "#src/kits/settings/index.ts";
import { Failure } from "#src/platform/failure/index.ts";
import type { Visit } from "../visit.ts";
import { finish } from "./finish.ts";
import { instanceId, openRealHouse, type RealHouse } from "./real-house.fixture.ts";
import { load } from "./visit.ts";

let real: RealHouse;
beforeAll(async () => {
  real = await openRealHouse();
});
afterAll(() => real.close());

const refusal = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "passes",
    (error: unknown) => (error instanceof Failure ? error.id : String(error)),
  );

type Fact = Parameters<typeof User.evolve>[1];

const setUp = {
  pending: ({ ctx }: RealHouse) => [
    {
      type: "user.human.mfa.otp.added",
      payload: { otpSecret: ctx().secrets.seal("otp", "GEZDGNBVGY3TQOJQ") },
    },
  ],
  ready: () => [{ type: "user.human.mfa.otp.verified", payload: { step: 1 } }],
  sms: () => [{ type: "user.human.mfa.otp.sms.added", payload: null }],
  codes: () => [{ type: "user.human.mfa.recoverycode.added", payload: { codes: ["$sha256$one"] } }],
} as const satisfies Readonly<Record<string, (house: RealHouse) => readonly Fact[]>>;

const policyKnowsSms = (what: "added" | "removed") =>
  real.store.execute(real.ctx(), [policyRef(loginPolicy, "instance", instanceId)], () => [
    [{ type: `instance.policy.login.secondfactor.${what}`, payload: { mfaType: secondFactorTypes.otpSms } }],
  ]);

/** Somebody who has logged in by password, and what became of the request after these facts about them. */
async function signedIn(userId: string) {
  await real.addUser(userId);
  const visit = await real.signedIn({ loginName: `${userId}@example.com` });
  return {
    sets: (factor: keyof typeof setUp) => real.happen(User, userId, setUp[factor](real)),
    removes: (factor: "otp" | "otp.sms") =>
      real.happen(User, userId, [{ type: `user.human.mfa.${factor}.removed`, payload: null }]),
    checks: (factor: "totp" | "otp.sms" | "otp.email" | "recoverycode", secondsAgo = 0) =>
      real.happen(Session, visit.sessionId, [
        {
          type: `session.${factor}.checked`,
          payload: { checkedAt: new Date(Date.now() - secondsAgo * 1000).toISOString() },
        },
      ]),
    finish: async (request: Parameters<RealHouse["request"]>[0] = {}) => {
      const at: Visit = { ...visit, requestId: await real.request(request) };
      return refusal(load(real.ctx(), at).then((loaded) => finish(real.ctx(), loaded)));
    },
  };
}

it("takes a check of a factor as soon as it is ready, as long as it is fresh, and not after its removal", async () => {
  const user = await signedIn("factored");
  expect(await user.finish()).toBe("passes");
  await user.sets("pending");
  expect(await user.finish()).toBe("passes");
  await user.sets("ready");
  expect(await user.finish()).toBe("LOGIN-mC8h3");
  await user.checks("totp", 64_800 + 60);
  expect(await user.finish()).toBe("LOGIN-mC8h3");
  await user.checks("totp");
  expect(await user.finish()).toBe("passes");
  const another = await signedIn("another");
  await another.sets("pending");
  await another.sets("ready");
  expect(await another.finish()).toBe("LOGIN-mC8h3");
  await another.removes("otp");
  expect(await another.finish()).toBe("passes");
});

it("takes only a factor that the policy knows, and a recovery code in its place", async () => {
  const user = await signedIn("texted");
  await user.sets("sms");
  expect(await user.finish()).toBe("passes");
  await policyKnowsSms("added");
  expect(await user.finish()).toBe("LOGIN-mC8h3");
  await user.checks("totp");
  expect(await user.finish()).toBe("LOGIN-mC8h3");
  await user.sets("codes");
  await user.checks("recoverycode");
  expect(await user.finish()).toBe("passes");
  await policyKnowsSms("removed");
});

it("takes a factor of everybody where the policy forces it: who has none has to set one up", async () => {
  const user = await signedIn("forced");
  await real.setPolicy("login", { forceMFA: true });
  expect(await user.finish()).toBe("LOGIN-mS4t5");
  await user.sets("codes");
  expect(await user.finish()).toBe("LOGIN-mS4t5");
  await user.sets("pending");
  await user.sets("ready");
  expect(await user.finish()).toBe("LOGIN-mC8h3");
  await user.checks("totp");
  expect(await user.finish()).toBe("passes");
  await real.setPolicy("login", { forceMFA: false });
  expect(await (await signedIn("unforced")).finish()).toBe("passes");
});

it("takes the level that a request demands, from whom the policy asks nothing", async () => {
  const user = await signedIn("demanded");
  expect(await user.finish()).toBe("passes");
  expect(await user.finish({ required_level: "mfa" })).toBe("LOGIN-mS4t5");
  await user.sets("pending");
  await user.sets("ready");
  expect(await user.finish({ required_level: "mfa" })).toBe("LOGIN-mC8h3");
  await user.checks("totp");
  expect(await user.finish({ required_level: "mfa" })).toBe("passes");
  expect(await user.finish({ required_level: "phishing_resistant" })).toBe("LOGIN-mS4t5");
  expect(await user.finish()).toBe("passes");
});
