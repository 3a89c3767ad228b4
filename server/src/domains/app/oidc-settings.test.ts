import { expect, test } from "vitest";
import type { OidcSettings } from "./events.ts";
import { checkOidcSettings } from "./oidc-settings.ts";

test.each<[OidcSettings, string, string, string]>([
  [
    { redirectUris: ["https://a.example/cb#x"] },
    "redirectUris",
    "https://a.example/cb#x",
    "https://a.example/cb",
  ],
  [
    { postLogoutRedirectUris: ["https://a.example", "javascript:x"] },
    "postLogoutRedirectUris",
    "javascript:x",
    "https://…, com.example.app:/…",
  ],
  [
    { additionalOrigins: ["https://a.example/x"] },
    "additionalOrigins",
    "https://a.example/x",
    "https://a.example",
  ],
  [{ backChannelLogoutURI: "http://a.example" }, "backChannelLogoutUri", "http://a.example", "https://…"],
  [
    { backChannelLogoutURI: "http://a.example", devMode: true },
    "backChannelLogoutUri",
    "http://a.example",
    "https://…, http://localhost…",
  ],
  [{ clockSkew: 6_000_000_000 }, "clockSkew", "6s", "0s–5s"],
  [{ responseTypes: [1], grantTypes: [0, 2] }, "grantTypes", "authorization_code, refresh_token", "implicit"],
])("%j is refused with what is wrong and what would be right", (settings, field, value, wanted) => {
  const details = { field, values: { value, wanted } };
  const refused = { kind: "invalid_argument", id: "APP-Cf6iv", details };
  expect(() => checkOidcSettings(settings)).toThrow(expect.objectContaining(refused));
});
