import type { Interceptor, Transport } from "@connectrpc/connect";
import { createConnectTransport } from "@connectrpc/connect-web";
import type { Console } from "./context.ts";

/** Milliseconds after which a call counts as lost. */
const timeoutMs = 30_000;

/**
 * Calls the API with the signed-in person's own token.
 * @param orgId the organization to work in; absent: the person's own
 */
export function createTransport(
  { environment, session }: Console,
  language: string,
  orgId?: string,
): Transport {
  const identify: Interceptor = (next) => (request) => {
    const token = session.token();
    if (token !== undefined) request.header.set("authorization", `Bearer ${token}`);
    if (orgId !== undefined) request.header.set("x-zitadel-orgid", orgId);
    request.header.set("accept-language", language);
    return next(request);
  };
  return createConnectTransport({
    baseUrl: environment.api,
    interceptors: [identify],
    defaultTimeoutMs: timeoutMs,
  });
}
