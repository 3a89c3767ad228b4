import { effectiveOidcSettings } from "#src/domains/oidcsettings/index.ts";
import { codeGrant } from "./code-grant.ts";
import { deviceCodeType, deviceGrant } from "./device-grant.ts";
import { OAuthError } from "./errors.ts";
import { requireParam } from "./params.ts";
import { refreshGrant } from "./refresh-grant.ts";
import { clientCredentialsGrant, jwtBearerGrant } from "./service-grants.ts";
import type { Answer, Turn } from "./turn.ts";

/** What the token endpoint gives tokens for. */
const grants: ReadonlyMap<string, (turn: Turn) => Promise<Answer>> = new Map([
  ["authorization_code", codeGrant],
  ["refresh_token", refreshGrant],
  ["client_credentials", clientCredentialsGrant],
  ["urn:ietf:params:oauth:grant-type:jwt-bearer", jwtBearerGrant],
  [deviceCodeType, deviceGrant],
]);

export const grantTypes: readonly string[] = [...grants.keys()];

/** The token endpoint (RFC 6749 section 3.2). */
export async function token(turn: Turn): Promise<Answer> {
  const grant = grants.get(requireParam(turn.params, "grant_type"));
  if (!grant)
    throw new OAuthError("unsupported_grant_type", "OIDC-Gt1us", "parameter grant_type is not supported");
  // What all grants need of the instance is read beside what each of them does first.
  const [answer] = await Promise.all([grant(turn), effectiveOidcSettings(turn.ctx)]);
  return answer;
}
