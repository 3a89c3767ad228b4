import { type Client, createClient } from "@connectrpc/connect";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  CredentialSettingsService,
  RefusedPasswords,
} from "#contract/gatehouse/settings/v1/credential_settings_pb.ts";
import { UserService } from "#contract/zitadel/user/v2/user_service_pb.ts";
import { outcome } from "#test/harness/refusal.ts";
import { createTenant, type Tenant } from "#test/harness/tenant.ts";

let tenant: Tenant;
let users: Client<typeof UserService>;
let settings: Client<typeof CredentialSettingsService>;
beforeAll(async () => {
  tenant = await createTenant();
  users = createClient(UserService, tenant.transport(tenant.ownerToken));
  settings = createClient(CredentialSettingsService, tenant.transport(tenant.ownerToken));
});
afterAll(() => tenant.close());

/** Meets the rules of complexity, and stands in every list. */
const common = "P@ssw0rd";
let counter = 0;
async function human(password: string): Promise<string> {
  const { userId } = await users.addHumanUser({
    profile: { givenName: "P", familyName: "W" },
    email: { email: `pw${++counter}@example.com`, verification: { case: "isVerified", value: true } },
    passwordType: { case: "password", value: { password } },
  });
  return userId;
}

const change = (userId: string, currentPassword: string, password: string) =>
  outcome(
    users.setPassword({
      userId,
      newPassword: { password },
      verification: { case: "currentPassword", value: currentPassword },
    }),
  );

test("people choose no password that everybody tries first; a manager gives one unless that is forbidden too", async () => {
  const userId = await human(common);
  expect(await change(userId, common, "Pa$$w0rd")).toBe("InvalidArgument USER-Cm7np");
  await settings.setCredentialSettings({ refusedPasswords: RefusedPasswords.ALL });
  expect(await outcome(users.setPassword({ userId, newPassword: { password: "Pa$$w0rd" } }))).toBe(
    "InvalidArgument USER-Cm7np",
  );
  await settings.setCredentialSettings({ refusedPasswords: RefusedPasswords.NONE });
  expect(await change(userId, common, "Pa$$w0rd")).toBe("allowed");
  await settings.setCredentialSettings({ refusedPasswords: RefusedPasswords.CHOSEN });
});

test("a code for a new password opens no common one, and is not spent by it", async () => {
  const userId = await human("Rather-rare-1");
  const { verificationCode = "" } = await users.passwordReset({
    userId,
    medium: { case: "returnCode", value: {} },
  });
  const reset = (password: string) =>
    outcome(
      users.setPassword({
        userId,
        newPassword: { password },
        verification: { case: "verificationCode", value: verificationCode },
      }),
    );
  expect(await reset(common)).toBe("InvalidArgument USER-Cm7np");
  expect(await reset("Rather-rare-2")).toBe("allowed");
});

test("so many passwords of before, the current one among them, do not come again, whoever sets them", async () => {
  await settings.setCredentialSettings({ passwordHistory: 2 });
  const userId = await human("Rather-rare-1");
  expect(await change(userId, "Rather-rare-1", "Rather-rare-2")).toBe("allowed");
  expect(await change(userId, "Rather-rare-2", "Rather-rare-1")).toBe("InvalidArgument USER-Hs7rp");
  const given = { userId, newPassword: { password: "Rather-rare-2" } };
  expect(await outcome(users.setPassword(given))).toBe("InvalidArgument USER-Hs7rp");
  expect(await change(userId, "Rather-rare-2", "Rather-rare-3")).toBe("allowed");
  expect(await change(userId, "Rather-rare-3", "Rather-rare-1")).toBe("allowed");
  await settings.setCredentialSettings({ passwordHistory: 0 });
  expect(await change(userId, "Rather-rare-1", "Rather-rare-3")).toBe("allowed");
});
