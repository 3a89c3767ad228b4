/** People in the situations that pages of the login are for, made over the API. */
import type { Server } from "../protocols/server.ts";
import { addPerson, type Person, password, rest } from "../protocols/world.ts";
import { totp } from "./codes.ts";

/** An organization of its own. @param policy how its people log in, where not as everybody does. @returns its id */
export async function addOrg(server: Server, name: string, policy?: object): Promise<string> {
  const { organizationId } = await rest<{ organizationId: string }>(server, "POST", "/v2/organizations", {
    name,
  });
  if (policy !== undefined)
    await rest(server, "POST", "/management/v1/policies/login", { ...usual, ...policy }, organizationId);
  return organizationId;
}

const usual = {
  allowUsernamePassword: true,
  passwordlessType: "PASSWORDLESS_TYPE_ALLOWED",
  passwordCheckLifetime: "864000s",
  secondFactorCheckLifetime: "64800s",
  multiFactorCheckLifetime: "43200s",
  externalLoginCheckLifetime: "864000s",
};

/** All second factors that there are may be used. */
export async function allowAllFactors(server: Server): Promise<void> {
  for (const type of ["SECOND_FACTOR_TYPE_OTP_EMAIL", "SECOND_FACTOR_TYPE_OTP_SMS"])
    await rest(server, "POST", "/admin/v1/policies/login/second_factors", { type });
}

/** Gives somebody an authenticator app. @returns its secret */
export async function addApp(server: Server, { id }: Person): Promise<string> {
  const { secret } = await rest<{ secret: string }>(server, "POST", `/v2/users/${id}/totp`, {});
  await rest(server, "POST", `/v2/users/${id}/totp/verify`, { code: totp(secret) });
  return secret;
}

/** A person with every second factor but a key. */
export async function addCautious(server: Server, name: string): Promise<void> {
  const person = await addPerson(server, name);
  const user = `/v2/users/${person.id}`;
  await rest(server, "POST", `${user}/phone`, { phone: "+41791234567", isVerified: true });
  await addApp(server, person);
  for (const factor of ["otp_sms", "otp_email"]) await rest(server, "POST", `${user}/${factor}`, {});
  await rest(server, "POST", `${user}/recovery_codes`, { count: 10 });
}

/** Somebody without any way in yet. @returns the code of their invitation */
export async function invite(server: Server, name: string): Promise<{ id: string; code: string }> {
  const { id } = await addWithoutPassword(server, name, false);
  const path = `/v2/users/${id}/invite_code`;
  const { inviteCode } = await rest<{ inviteCode: string }>(server, "POST", path, { returnCode: {} });
  return { id, code: inviteCode };
}

/** Somebody whose user name now belongs to another organization, with what they can still log in by. */
export async function addDispossessed(server: Server): Promise<Person> {
  const { userId: id } = await rest<{ userId: string }>(
    server,
    "POST",
    "/management/v1/users/human/_import",
    {
      userName: "emmy@claimed.test",
      profile: { firstName: "Emmy", lastName: "Noether", preferredLanguage: "en" },
      email: { email: "emmy@example.test", isEmailVerified: true },
      password,
      passwordChangeRequired: false,
    },
  );
  const claimed = await addOrg(server, "Claimed");
  await rest(server, "POST", `/v2/organizations/${claimed}/domains`, { domain: "claimed.test" });
  return { id, loginName: "emmy@example.test" };
}

/** Somebody whose account is made and not begun, with a code on its way. */
export async function addUnbegun(server: Server, name: string): Promise<Person> {
  const { userId: id } = await rest<{ userId: string }>(server, "POST", "/management/v1/users/human", {
    userName: name,
    profile: { firstName: "Katherine", lastName: "Johnson", preferredLanguage: "en" },
    email: { email: `${name}@example.test`, isEmailVerified: false },
  });
  return { id, loginName: name };
}

/** Somebody who has no password. @param isVerified their address is proven */
export async function addWithoutPassword(server: Server, name: string, isVerified = true): Promise<Person> {
  const { userId: id } = await rest<{ userId: string }>(server, "POST", "/v2/users/human", {
    username: name,
    profile: { givenName: "Mary", familyName: "Somerville" },
    email: { email: `${name}@example.test`, isVerified },
  });
  return { id, loginName: name };
}
