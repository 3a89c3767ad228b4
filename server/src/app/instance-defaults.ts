import { type QuotaTerms, quotaUnits } from "#src/domains/quota/index.ts";
import type { InstanceDefaults } from "#src/domains/setup/index.ts";
import type { Config, ConfiguredQuota } from "#src/platform/config/index.ts";
import { startingSettings } from "./starting-settings.ts";

const nanoseconds = 1_000_000_000;

/** What the configuration says about all new instances. */
export function instanceDefaults(
  { defaultInstance, webKeyPool }: Pick<Config, "defaultInstance" | "webKeyPool">,
  newId: () => string,
): InstanceDefaults {
  const { features, restrictions, limits, quotas } = defaultInstance;
  const restricts = Object.values(restrictions).some((value) => value !== undefined);
  return {
    settings: startingSettings(defaultInstance),
    features: startingFeatures(features),
    restrictions: restricts ? restrictions : undefined,
    limits:
      limits.auditLogRetention === undefined
        ? undefined
        : { auditLogRetention: limits.auditLogRetention * nanoseconds },
    quotas: quotas.items?.map((quota) => termsOf(quota, newId)),
    smtp: smtpOf(defaultInstance.smtpConfiguration),
    refillsPool: webKeyPool > 0,
  };
}

/** Nobody sends mails where no server is named. */
function smtpOf(given: Config["defaultInstance"]["smtpConfiguration"]): InstanceDefaults["smtp"] {
  const { host, user, password } = given.smtp;
  if (host === undefined) return undefined;
  return {
    description: "",
    host,
    tls: given.tls ?? false,
    senderAddress: given.from ?? "",
    senderName: given.fromName ?? "",
    replyToAddress: given.replyToAddress ?? "",
    user: user ?? "",
    auth: user ? { type: "plain", password: password ?? "" } : { type: "none" },
  };
}

function startingFeatures(given: Config["defaultInstance"]["features"]): InstanceDefaults["features"] {
  const { loginV2, tokenExchange, ...flags } = given;
  const { required = true, baseUri = "" } = loginV2;
  return { ...flags, oidcTokenExchange: tokenExchange, loginV2: { required, baseUri } };
}

const termsOf = (quota: ConfiguredQuota, newId: () => string): QuotaTerms => ({
  unit:
    quota.unit === "requests.all.authenticated" ? quotaUnits.authenticatedRequests : quotaUnits.actionSeconds,
  from: quota.from,
  interval: quota.resetIntervalSeconds * nanoseconds,
  amount: quota.amount,
  limit: quota.limit,
  notifications: quota.notifications.map(({ percent, repeat, callUrl }) => ({
    id: newId(),
    percent,
    ...(repeat ? { repeat } : {}),
    callURL: callUrl,
  })),
});
