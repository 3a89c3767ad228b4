/** For which hosts people may register authenticators, and from which pages these may answer. */
import { authenticatorNames } from "#src/domains/credentialsettings/index.ts";
import { InstanceDomain, instanceOf, TrustedDomain } from "#src/domains/instance/index.ts";
import { invalid } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";

/** A host without its port. */
const withoutPort = (host: string): string => host.toLowerCase().replace(/:\d+$/, "");

/**
 * Whether authenticators may be registered for this id by pages of a host: it is the host, or a domain that the host
 * is in (WebAuthn, section 5.1.3). A name without a dot is a registry's, unless it is the host itself.
 */
export function isRelyingPartyOf(rpId: string, host: string): boolean {
  if (rpId === host) return rpId !== "";
  const isDomain = rpId.includes(".") && !/^[\d.]+$/.test(rpId);
  return isDomain && host.endsWith(`.${rpId}`);
}

/**
 * The relying party that a request means: the one that it names, else the host that it came to.
 * @param field of the request that names it
 * @throws invalid_argument WEBAUTHN-Rp1dm for one that is of none of the instance's domains, nor of those it trusts
 */
export async function relyingPartyOf(ctx: Ctx, named: string, field = "domain"): Promise<string> {
  const here = new URL(ctx.origin).hostname;
  const rpId = named.trim().toLowerCase() || here;
  const [own, trusted] = await Promise.all([
    ctx.config.rows(InstanceDomain, ctx.instanceId),
    ctx.config.rows(TrustedDomain, ctx.instanceId),
  ]);
  const hosts = [here, ...[...own, ...trusted].map(({ state }) => withoutPort(state.domain))];
  if (hosts.some((host) => isRelyingPartyOf(rpId, host))) return rpId;
  throw invalid("WEBAUTHN-Rp1dm", "Errors.User.WebAuthN.DomainNotAllowed", { field });
}

/** What people of an organization see as the one they register with. */
export const relyingPartyName = async (ctx: Ctx, orgId: string): Promise<string> =>
  (await authenticatorNames(ctx, orgId)).relyingPartyName ?? (await instanceOf(ctx)).name;

/** Whether an answer may come from a page of this origin: of the relying party's domain, and one that nobody can forge. */
export function mayAnswer(origin: string, rpId: string): boolean {
  if (!URL.canParse(origin)) return false;
  const url = new URL(origin);
  if (url.origin !== origin) return false;
  const isLocal = url.hostname === "localhost" || url.hostname.endsWith(".localhost");
  const isSecure = url.protocol === "https:" || (url.protocol === "http:" && isLocal);
  return isSecure && (url.hostname === rpId || url.hostname.endsWith(`.${rpId}`));
}
