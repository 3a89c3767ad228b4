import { type Entity, type Ref, ref } from "#src/platform/eventstore/index.ts";

/** What instance managers decided for one organization. */
export interface OrgSettingsState {
  /** Its people's names are unique in it alone, although they log in by them as they are. */
  readonly organizationScopedUsernames: boolean;
}

export type OrgSettingsEvent =
  | { readonly type: "org.settings.set"; readonly payload: OrgSettingsState }
  | { readonly type: "org.settings.removed"; readonly payload: null };

export const OrgSettings: Entity<OrgSettingsState, OrgSettingsEvent> = {
  table: "org_settings",
  aggregate: "org",
  types: ["org.settings.set", "org.settings.removed"],
  version: 1,
  owner: "self",
  config: true,
  // No root: removing settings must not take their organization along.
  rowOf: () => "settings",
  evolve: (_settings, event) => (event.payload === null ? undefined : event.payload),
  columns: {
    organization_scoped_usernames: {
      type: "boolean",
      of: (settings) => settings.organizationScopedUsernames,
    },
  },
};

export const orgSettingsRef = (orgId: string): Ref<OrgSettingsState, OrgSettingsEvent> =>
  ref(OrgSettings, orgId, "settings");

/** Nothing happens when it is so already. */
export const setOrgSettings =
  (settings: OrgSettingsState) =>
  (before: OrgSettingsState | undefined): readonly OrgSettingsEvent[] =>
    before?.organizationScopedUsernames === settings.organizationScopedUsernames
      ? []
      : [{ type: "org.settings.set", payload: settings }];

/** Nothing happens where there are none. */
export const removeOrgSettings = (before: OrgSettingsState | undefined): readonly OrgSettingsEvent[] =>
  before === undefined ? [] : [{ type: "org.settings.removed", payload: null }];
