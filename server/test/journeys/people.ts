/** People in the situations that pages of the login are for, made over the API. */
import type { Server } from "../protocols/server.ts";
import { addPerson, type Person, password, rest } from "../protocols/world.ts";
import { totp } from "./codes.ts";

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
  const { userId } = await rest<{ userId: string }>(server, "POST", "/v2/users/human", {
    username: name,
    profile: { givenName: "Mary", familyName: "Somerville" },
    email: { email: `${name}@example.test`, isVerified: true },
  });
  const path = `/v2/users/${userId}/invite_code`;
  const { inviteCode } = await rest<{ inviteCode: string }>(server, "POST", path, { returnCode: {} });
  return { id: userId, code: inviteCode };
}

/** Somebody whose user name now belongs to another organization. @returns what they can still log in by */
export async function addDispossessed(server: Server): Promise<string> {
  await rest(server, "POST", "/management/v1/users/human/_import", {
    userName: "emmy@claimed.test",
    profile: { firstName: "Emmy", lastName: "Noether", preferredLanguage: "en" },
    email: { email: "emmy@example.test", isEmailVerified: true },
    password,
    passwordChangeRequired: false,
  });
  const { organizationId } = await rest<{ organizationId: string }>(server, "POST", "/v2/organizations", {
    name: "Claimed",
  });
  await rest(server, "POST", `/v2/organizations/${organizationId}/domains`, { domain: "claimed.test" });
  return "emmy@example.test";
}

/** A television that asks for somebody's login. @returns the code that it shows */
export async function addTelevision(server: Server, projectId: string): Promise<string> {
  const path = `/management/v1/projects/${projectId}/apps/oidc`;
  const { clientId } = await rest<{ clientId: string }>(server, "POST", path, {
    name: "Television",
    responseTypes: ["OIDC_RESPONSE_TYPE_CODE"],
    grantTypes: ["OIDC_GRANT_TYPE_DEVICE_CODE"],
    appType: "OIDC_APP_TYPE_NATIVE",
    authMethodType: "OIDC_AUTH_METHOD_TYPE_NONE",
  });
  const answer = await fetch(`${server.origin}/oauth/v2/device_authorization`, {
    method: "POST",
    body: new URLSearchParams({ client_id: clientId, scope: "openid profile offline_access" }),
  });
  const { user_code } = (await answer.json()) as { user_code: string };
  return user_code;
}
