import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { effectiveBranding } from "#src/domains/branding/index.ts";
import { emailProviders } from "#src/domains/emailprovider/index.ts";
import { effectiveLockout } from "#src/domains/lockout/index.ts";
import { effectiveLoginPolicy } from "#src/domains/loginpolicy/index.ts";
import { effectiveOidcSettings } from "#src/domains/oidcsettings/index.ts";
import { effectiveCodeShape } from "#src/domains/secretgenerator/index.ts";
import { publicKeys } from "#src/domains/webkey/index.ts";
import { loadConfig } from "#src/platform/config/index.ts";
import { parseMasterKeys } from "#src/platform/crypto/index.ts";
import { sql } from "#src/platform/db/index.ts";
import { createLog } from "#src/platform/telemetry/index.ts";
import { freshDatabase } from "#test/harness/database.ts";
import { openCore } from "./core.ts";
import { createFirstInstance, setupContext } from "./first-instance.ts";

async function firstInstance(env: Record<string, string>) {
  const loaded = loadConfig({ args: [], env, readFile: () => "" });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  const place = await freshDatabase();
  const core = await openCore({
    config: loaded.config,
    databaseUrl: place.url,
    keys: parseMasterKeys("a-master-key-for-the-tests-only!"),
    log: createLog({ level: "error", format: "text", write: () => undefined, clock: () => new Date() }),
    newRequestId: () => "r",
    machineSeed: "m",
    worker: 1,
    folders: { console: "/", loginAssets: new URL("../login/assets/", import.meta.url) },
  });
  await createFirstInstance(loaded.config, core);
  const watch = await place.open();
  const [instance] = await watch.query<{ id: string }>(sql`select aggregate_id as id from instances`);
  await watch.close();
  return { core, ctx: setupContext(core, instance?.id ?? "", "http://localhost") };
}

test("a new instance has the settings that the configuration names, and the built-in ones for the rest", async () => {
  const { core, ctx } = await firstInstance({
    ZITADEL_DEFAULTINSTANCE_LOGINPOLICY_IGNOREUNKNOWNUSERNAMES: "true",
    ZITADEL_DEFAULTINSTANCE_LOGINPOLICY_PASSWORDCHECKLIFETIME: "8h",
    ZITADEL_DEFAULTINSTANCE_LOCKOUTPOLICY_MAXPASSWORDATTEMPTS: "5",
    ZITADEL_DEFAULTINSTANCE_LOCKOUTPOLICY_SHOULDSHOWLOCKOUTFAILURE: "false",
    ZITADEL_DEFAULTINSTANCE_LABELPOLICY_PRIMARYCOLOR: "#112233",
    ZITADEL_DEFAULTINSTANCE_LABELPOLICY_THEMEMODE: "3",
    ZITADEL_DEFAULTINSTANCE_OIDCSETTINGS_ACCESSTOKENLIFETIME: "10m",
    ZITADEL_DEFAULTINSTANCE_SECRETGENERATORS_OTPEMAIL_LENGTH: "10",
    ZITADEL_DEFAULTINSTANCE_SECRETGENERATORS_OTPEMAIL_EXPIRY: "15m",
    ZITADEL_DEFAULTINSTANCE_SECRETGENERATORS_INVITECODE_LENGTH: "12",
    ZITADEL_DEFAULTINSTANCE_WEBKEYS_TYPE: "ecdsa",
    ZITADEL_DEFAULTINSTANCE_WEBKEYS_CONFIG_CURVE: "P384",
    ZITADEL_DEFAULTINSTANCE_SMTPCONFIGURATION_SMTP_HOST: "mail.example.com:587",
    ZITADEL_DEFAULTINSTANCE_SMTPCONFIGURATION_SMTP_USER: "robot",
    ZITADEL_DEFAULTINSTANCE_SMTPCONFIGURATION_SMTP_PASSWORD: "mail-secret",
    ZITADEL_DEFAULTINSTANCE_SMTPCONFIGURATION_FROM: "login@example.com",
  });
  expect(await effectiveLoginPolicy(ctx, "")).toMatchObject({
    ignoreUnknownUsernames: true,
    passwordCheckLifetimeSeconds: 8 * 3600,
    secondFactorCheckLifetimeSeconds: 18 * 3600,
    secondFactors: [1, 2],
  });
  expect(await effectiveLockout(ctx, "")).toMatchObject({
    maxPasswordAttempts: 5,
    maxOtpAttempts: 0,
    showFailures: false,
  });
  expect(await effectiveBranding(ctx, "")).toMatchObject({
    primaryColor: "#112233",
    backgroundColor: "#fafafa",
    themeMode: 2,
  });
  expect(await effectiveOidcSettings(ctx)).toMatchObject({
    accessTokenLifetimeSeconds: 600,
    idTokenLifetimeSeconds: 12 * 3600,
  });
  expect(await effectiveCodeShape(ctx, "otp_email")).toMatchObject({
    shape: { length: 10, digits: true, upper: false },
    expirySeconds: 900,
  });
  expect(await effectiveCodeShape(ctx, "invite")).toMatchObject({
    shape: { length: 12 },
    expirySeconds: 72 * 3600,
  });
  expect((await publicKeys(ctx)).map(({ alg }) => alg)).toEqual(["ES384", "ES384"]);
  const [provider, another] = await emailProviders(ctx);
  expect(another).toBeUndefined();
  expect(provider?.state).toMatchObject({
    host: "mail.example.com:587",
    user: "robot",
    senderAddress: "login@example.com",
    activatedAt: expect.anything(),
  });
  expect(JSON.stringify(provider)).not.toContain("mail-secret");
  await core.close();
});

test("a first start with a setting out of its limits is refused and leaves no instance", async () => {
  await expect(
    firstInstance({ ZITADEL_DEFAULTINSTANCE_OIDCSETTINGS_ACCESSTOKENLIFETIME: "0" }),
  ).rejects.toMatchObject({ kind: "invalid_argument", id: "OIDCSET-L1mit" });
});

test("a token is written for its owner alone, even over a file that everybody may read", async () => {
  const folder = await mkdtemp(join(tmpdir(), "gatehouse-"));
  const path = join(folder, "pat");
  await writeFile(path, "old", { mode: 0o644 });
  const { core } = await firstInstance({
    ZITADEL_FIRSTINSTANCE_PATPATH: path,
    ZITADEL_FIRSTINSTANCE_ORG_MACHINE_MACHINE_USERNAME: "robot",
    ZITADEL_FIRSTINSTANCE_ORG_MACHINE_MACHINE_NAME: "Robot",
  });
  await core.close();
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect((await readFile(path, "utf8")).length).toBeGreaterThan(20);
  expect(await readdir(folder)).toEqual(["pat"]);
  await rm(folder, { recursive: true });
});
