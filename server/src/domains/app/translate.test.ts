import { describe, expect, it } from "vitest";
import type { EventMeta } from "#src/platform/eventstore/index.ts";
import { complianceProblems } from "./compliance.ts";
import { addOidcApp, changeOidcConfig } from "./decisions.ts";
import type { AppEvent } from "./events.ts";
import { allowedOrigins } from "./origins.ts";
import { App, type AppState, type OidcConfig } from "./state.ts";
import { localized } from "./texts.ts";
import { changesFrom, commonConfig, laterResponseTypes, type OidcWire, settingsFrom } from "./translate.ts";

const meta: EventMeta = {
  instanceId: "i",
  aggregateId: "p",
  entityId: "a",
  owner: "o",
  creator: "c",
  createdAt: "2026-01-01T00:00:00.000Z",
};
const fold = (before: AppState | undefined, events: readonly AppEvent[]): AppState | undefined =>
  events.reduce<AppState | undefined>((state, event) => App.evolve(state, event, meta), before);

const project = {
  name: "p",
  active: true,
  projectRoleAssertion: false,
  projectRoleCheck: false,
  hasProjectCheck: false,
  privateLabelingSetting: 0,
} as const;
const wire: OidcWire = {
  redirectUris: ["https://app.test/callback"],
  responseTypes: [0],
  grantTypes: [0],
  postLogoutRedirectUris: [],
  additionalOrigins: ["https://spa.test"],
  appType: 1,
  authMethodType: 2,
  devMode: false,
  accessTokenType: 1,
};
const decide = addOidcApp({ appId: "a", name: "App", clientId: "1" }, settingsFrom(wire, "from0"));
const app = fold(undefined, decide(project, undefined));
const config = app?.config as OidcConfig;

describe("settings on the wire", () => {
  it("count response types from 0 in the first generation and from 1 later", () => {
    expect(settingsFrom(wire, "from0").responseTypes).toEqual([0]);
    expect(settingsFrom({ ...wire, responseTypes: [1] }, "from1").responseTypes).toEqual([0]);
    expect(() => settingsFrom(wire, "from1")).toThrow(expect.objectContaining({ id: "APP-Nm3un" }));
    expect(laterResponseTypes(config)).toEqual([1]);
  });

  it("come back as they were given", () => {
    expect(commonConfig(config)).toMatchObject({
      redirectUris: wire.redirectUris,
      authMethodType: 2,
      accessTokenType: 1,
      allowedOrigins: ["https://app.test", "https://spa.test"],
    });
  });

  it("that a later change leaves out stay as they are", () => {
    const empty = { redirectUris: [], responseTypes: [], grantTypes: [], postLogoutRedirectUris: [] };
    const events = changeOidcConfig(
      "a",
      changesFrom({ ...empty, additionalOrigins: [], devMode: true }),
    )(app);
    expect(events).toEqual([
      { type: "project.application.config.oidc.changed", payload: { appId: "a", devMode: true } },
    ]);
  });

  it("name the field that cannot be", () => {
    expect(() => settingsFrom({ ...wire, grantTypes: [9] }, "from0")).toThrow(
      expect.objectContaining({
        details: { field: "grantTypes", values: { value: 9, wanted: "0, 1, 2, 3, 4" } },
      }),
    );
  });
});

describe("compliance", () => {
  it("finds nothing in a single-page application with PKCE", () => {
    expect(complianceProblems(config)).toEqual([]);
  });

  it("has words for each problem, in both languages", () => {
    const problems = complianceProblems({ ...config, authMethodType: 0, redirectUris: ["http://a.test"] });
    expect(problems.length).toBeGreaterThan(2);
    for (const key of problems) {
      const [german, english] = [localized(key, ["de"]), localized(key, ["en"])];
      expect(german.localizedMessage).not.toBe(key);
      expect(english.localizedMessage).not.toBe(german.localizedMessage);
    }
  });

  it("schemes of native applications are no web origins", () => {
    expect([...allowedOrigins({ kind: "oidc", redirectUris: ["com.acme.app:/callback"] })]).toEqual([]);
  });
});
