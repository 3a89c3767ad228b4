export {
  hasScopedUsernames,
  orgSettingsFilters,
  orgSettingsSort,
  searchOrgSettings,
} from "./queries.ts";
export {
  OrgSettings,
  type OrgSettingsState,
  orgSettingsRef,
  removeOrgSettings,
  setOrgSettings,
} from "./state.ts";
