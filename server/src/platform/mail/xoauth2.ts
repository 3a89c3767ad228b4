import { DeliveryFailed, shownAnswer, unanswered } from "#src/platform/delivery/index.ts";
import type { Outbound } from "#src/platform/outbound/index.ts";

/** Who a mail server's authorization server knows us as. */
export interface MailClient {
  readonly tokenEndpoint: string;
  readonly scopes: readonly string[];
  readonly clientId: string;
  readonly clientSecret: string;
}

const limits = { maxBytes: 64 * 1024, timeoutMs: 10_000 };

/**
 * A token to log in with by XOAUTH2: client credentials (RFC 6749, 4.4), the secret in the body, as the large mail
 * providers have it.
 * @throws DeliveryFailed
 */
export async function mailToken(outbound: Pick<Outbound, "call">, client: MailClient): Promise<string> {
  const form = new URLSearchParams({
    grant_type: "client_credentials",
    client_id: client.clientId,
    client_secret: client.clientSecret,
    ...(client.scopes.length === 0 ? {} : { scope: client.scopes.join(" ") }),
  });
  const headers = { "content-type": "application/x-www-form-urlencoded", accept: "application/json" };
  const got = await outbound
    .call(new URL(client.tokenEndpoint), { headers, body: form.toString() }, limits)
    .catch((error: unknown) => {
      throw unanswered(error);
    });
  const token = got.status === 200 ? tokenIn(got.body) : undefined;
  // A good answer that is not understood may hold a secret: only refusals are shown.
  if (token === undefined)
    throw new DeliveryFailed(
      "provider",
      `token endpoint: ${shownAnswer(got.status === 200 ? "200 without a token" : `${got.status} ${got.body}`)}`,
    );
  return token;
}

function tokenIn(body: string): string | undefined {
  try {
    const json: unknown = JSON.parse(body);
    if (typeof json !== "object" || json === null || !("access_token" in json)) return undefined;
    return typeof json.access_token === "string" && json.access_token !== "" ? json.access_token : undefined;
  } catch {
    return undefined;
  }
}
