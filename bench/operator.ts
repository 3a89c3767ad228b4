/** A user of the system API, who makes instances. */
import { generateKeyPairSync } from "node:crypto";
import { SignJWT } from "jose";

const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
const keyData = Buffer.from(publicKey.export({ type: "spki", format: "pem" })).toString("base64");

/** Settings of a server that knows the operator. */
export const operatorEnv = { ZITADEL_SYSTEMAPIUSERS: JSON.stringify({ operator: { KeyData: keyData } }) };

/** @param audience origin of the server */
export function operatorToken(audience: string): Promise<string> {
  return new SignJWT()
    .setProtectedHeader({ alg: "ES256" })
    .setIssuer("operator")
    .setSubject("operator")
    .setAudience(audience)
    .setIssuedAt()
    .setExpirationTime("10m")
    .sign(privateKey);
}

export const createInstancePath = "/system/v1/instances/_create";

/** The n-th instance, as a sign-up page asks for it. */
export const newInstance = (n: number) => ({
  instanceName: `Bench ${n}`,
  customDomain: `bench-${n}.test`,
  human: {
    userName: "ada",
    email: { email: "ada@example.com", isEmailVerified: true },
    profile: { firstName: "Ada", lastName: "Lovelace" },
    password: { password: "Password1!" },
  },
});
