/** What a client may do with its tokens, in words for the person who allows it. */
import type { TextKey } from "./texts/index.ts";

const fixed: Readonly<Record<string, TextKey>> = {
  openid: "device.scope.openid",
  profile: "device.scope.profile",
  email: "device.scope.email",
  phone: "device.scope.phone",
  address: "device.scope.address",
  offline_access: "device.scope.offlineAccess",
  "urn:zitadel:iam:user:metadata": "device.scope.metadata",
  "urn:zitadel:iam:user:resourceowner": "device.scope.organization",
  "urn:zitadel:iam:org:projects:roles": "device.scope.roles",
  "urn:zitadel:iam:org:project:id:zitadel:aud": "device.scope.manage",
};

const begun: readonly (readonly [prefix: string, key: TextKey])[] = [
  ["urn:zitadel:iam:org:project:role:", "device.scope.roles"],
  ["urn:zitadel:iam:org:roles:id:", "device.scope.roles"],
  ["urn:zitadel:iam:org:project:id:", "device.scope.otherApplications"],
  ["urn:zitadel:iam:org:id:", "device.scope.organization"],
  ["urn:zitadel:iam:org:domain:primary:", "device.scope.organization"],
];

/** Each once, what matters most last, where it is read. Scopes that give nothing are left out. */
export function scopesInWords(scopes: readonly string[]): readonly TextKey[] {
  const keys = scopes.map((scope) => fixed[scope] ?? begun.find(([prefix]) => scope.startsWith(prefix))?.[1]);
  const found = new Set(keys.filter((key) => key !== undefined));
  return order.filter((key) => found.has(key));
}

const order: readonly TextKey[] = [
  "device.scope.openid",
  "device.scope.profile",
  "device.scope.email",
  "device.scope.phone",
  "device.scope.address",
  "device.scope.organization",
  "device.scope.roles",
  "device.scope.metadata",
  "device.scope.otherApplications",
  "device.scope.offlineAccess",
  "device.scope.manage",
];
