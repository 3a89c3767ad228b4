/**
 * What methods that only say "authenticated" ask of their caller, reviewed by hand against the reference. A method
 * that is answered and not written here fails the run.
 *
 * - `open`: anyone with a token.
 * - `own`: about the caller alone, whoever it is.
 * - `filtered`: anyone with a token, who sees what they may read and nothing else.
 * - `<permission>`: on the resource's owner. ` or self`: also the user whom the request names. ` or secret`: also
 *   who brings the resource's own token or code.
 */
export type Rule =
  | "open"
  | "own"
  | "filtered"
  | `${string}.${string}`
  | `${string}.${string} or self`
  | `${string}.${string} or secret`
  | `${string}.${string} or self or secret`;

const both = (service: string, ...names: readonly string[]): readonly string[] => {
  const [room = "", own = ""] = service.split("/");
  return ["v2", "v2beta"].flatMap((level) => names.map((name) => `${room}.${level}.${own}/${name}`));
};
const users = (...names: readonly string[]): readonly string[] => both("user/UserService", ...names);
const userV2 = (...names: readonly string[]): readonly string[] =>
  names.map((name) => `user.v2.UserService/${name}`);
const orgs = (...names: readonly string[]): readonly string[] => both("org/OrganizationService", ...names);
/** Of v2 alone: v2beta says the permission itself. */
const instances = (...names: readonly string[]): readonly string[] =>
  names.map((name) => `instance.v2.InstanceService/${name}`);
/** Of v2 alone: v2beta says the permission itself. */
const features = (...names: readonly string[]): readonly string[] =>
  names.map((name) => `feature.v2.FeatureService/${name}`);
const sessions = (...names: readonly string[]): readonly string[] => both("session/SessionService", ...names);
const projects = (...names: readonly string[]): readonly string[] => both("project/ProjectService", ...names);
const authorizations = (...names: readonly string[]): readonly string[] =>
  both("authorization/AuthorizationService", ...names);
const administrators = (...names: readonly string[]): readonly string[] =>
  both("internal_permission/InternalPermissionService", ...names);
const apps = (...names: readonly string[]): readonly string[] =>
  ["app.v2beta.AppService", "application.v2.ApplicationService"].flatMap((service) =>
    names.map((name) => `${service}/${name}`),
  );
const mine = (...names: readonly string[]): readonly string[] =>
  names.map((name) => `auth.v1.AuthService/${name}`);

const groups: readonly (readonly [Rule, readonly string[]])[] = [
  [
    "open",
    [
      "admin.v1.AdminService/GetSupportedLanguages",
      "admin.v1.AdminService/GetAllowedLanguages",
      "management.v1.ManagementService/GetSupportedLanguages",
      "management.v1.ManagementService/GetIAM",
      "management.v1.ManagementService/GetOrgIAMPolicy",
      "management.v1.ManagementService/GetDomainPolicy",
      ...mine("GetSupportedLanguages"),
      ...features("GetSystemFeatures", "GetInstanceFeatures"),
    ],
  ],
  [
    "own",
    mine(
      "GetMyUser",
      "ListMyUserChanges",
      "ListMyUserSessions",
      "ListMyMetadata",
      "GetMyMetadata",
      "ListMyRefreshTokens",
      "RevokeMyRefreshToken",
      "RevokeAllMyRefreshTokens",
      "UpdateMyUserName",
      "GetMyPasswordComplexityPolicy",
      "UpdateMyPassword",
      "GetMyProfile",
      "UpdateMyProfile",
      "GetMyEmail",
      "SetMyEmail",
      "VerifyMyEmail",
      "ResendMyEmailVerification",
      "GetMyPhone",
      "SetMyPhone",
      "VerifyMyPhone",
      "ResendMyPhoneVerification",
      "RemoveMyPhone",
      "RemoveMyAvatar",
      "ListMyLinkedIDPs",
      "RemoveMyLinkedIDP",
      "ListMyAuthFactors",
      "AddMyAuthFactorOTP",
      "VerifyMyAuthFactorOTP",
      "RemoveMyAuthFactorOTP",
      "AddMyAuthFactorOTPSMS",
      "RemoveMyAuthFactorOTPSMS",
      "AddMyAuthFactorOTPEmail",
      "RemoveMyAuthFactorOTPEmail",
      "AddMyAuthFactorU2F",
      "VerifyMyAuthFactorU2F",
      "RemoveMyAuthFactorU2F",
      "ListMyPasswordless",
      "AddMyPasswordless",
      "AddMyPasswordlessLink",
      "SendMyPasswordlessLink",
      "VerifyMyPasswordless",
      "RemoveMyPasswordless",
      "ListMyUserGrants",
      "ListMyProjectOrgs",
      "ListMyZitadelPermissions",
      "ListMyProjectPermissions",
      "ListMyMemberships",
      "GetMyLabelPolicy",
      "GetMyPrivacyPolicy",
      "GetMyLoginPolicy",
    ),
  ],
  [
    "filtered",
    [
      ...users("ListUsers"),
      ...userV2("ListKeys", "ListPersonalAccessTokens"),
      ...orgs("ListOrganizations"),
      ...both("settings/SettingsService", "ListOrganizationSettings"),
      ...sessions("ListSessions"),
      ...apps("ListApplications", "ListApplicationKeys"),
      ...authorizations("ListAuthorizations"),
      ...administrators("ListAdministrators"),
    ],
  ],
  [
    "org.create",
    ["org.v2.OrganizationService/AddOrganization", "org.v2beta.OrganizationService/CreateOrganization"],
  ],
  ["org.write", orgs("UpdateOrganization", "DeactivateOrganization", "ActivateOrganization")],
  ["org.delete", orgs("DeleteOrganization")],
  ["user.read", ["gatehouse.login.v1.LoginExplanationService/ExplainLogin"]],
  ["policy.read", ["gatehouse.settings.v1.CredentialSettingsService/GetCredentialSettings"]],
  [
    "policy.write",
    ["Set", "Reset"].map(
      (verb) => `gatehouse.settings.v1.CredentialSettingsService/${verb}CredentialSettings`,
    ),
  ],
  [
    "iam.policy.write",
    both("settings/SettingsService", "SetOrganizationSettings", "DeleteOrganizationSettings"),
  ],
  ["org.write", orgs("AddOrganizationDomain", "DeleteOrganizationDomain")],
  ["org.write", orgs("GenerateOrganizationDomainValidation", "VerifyOrganizationDomain")],
  ["org.write", orgs("SetOrganizationMetadata", "DeleteOrganizationMetadata")],
  ["org.read", orgs("ListOrganizationDomains", "ListOrganizationMetadata")],
  ["user.read or self", users("GetUserByID", "ListAuthenticationMethodTypes")],
  [
    "user.write or self",
    [
      ...users("SetEmail", "ResendEmailCode", "SetPhone", "RemovePhone", "ResendPhoneCode"),
      ...users("UpdateHumanUser"),
      ...userV2("SendEmailCode", "UpdateUser", "HumanMFAInitSkipped"),
    ],
  ],
  ["user.write or self or secret", users("VerifyEmail", "VerifyPhone", "SetPassword")],
  ["user.write or self or secret", userV2("VerifyInviteCode")],
  ["user.write", userV2("CreateInviteCode", "ResendInviteCode")],
  ["user.write", users("DeactivateUser", "ReactivateUser", "LockUser", "UnlockUser")],
  ["user.write", userV2("CreateUser", "AddSecret", "RemoveSecret", "AddKey", "RemoveKey")],
  ["user.write", userV2("AddPersonalAccessToken", "RemovePersonalAccessToken")],
  ["user.write", userV2("SetUserMetadata", "DeleteUserMetadata")],
  ["user.write", users("PasswordReset")],
  ["user.read or self", userV2("ListUserMetadata", "ListPasskeys")],
  ["user.credential.write or self or secret", users("RegisterPasskey", "VerifyPasskeyRegistration")],
  ["user.credential.write or self", users("RegisterU2F", "VerifyU2FRegistration")],
  ["user.credential.write or self", users("RegisterTOTP", "VerifyTOTPRegistration")],
  ["user.credential.write or self", users("AddOTPSMS", "AddOTPEmail")],
  ["user.credential.write or self", userV2("GenerateRecoveryCodes")],
  ["user.write or self", users("RemoveTOTP", "RemoveOTPSMS", "RemoveOTPEmail")],
  ["user.write or self", userV2("RemoveRecoveryCodes")],
  ["user.read or self", userV2("ListAuthenticationFactors", "ListIDPLinks")],
  ["user.write or self", [...users("AddIDPLink"), ...userV2("RemoveIDPLink")]],
  ["user.credential.write or self", userV2("RemovePasskey", "RemoveU2F")],
  ["user.delete or self", users("DeleteUser")],
  ["session.write", sessions("CreateSession")],
  ["session.write or secret", sessions("SetSession")],
  ["session.delete or self or secret", sessions("DeleteSession")],
  ["session.read or self or secret", sessions("GetSession")],
  ["iam.read", instances("GetInstance", "ListCustomDomains", "ListTrustedDomains")],
  ["iam.write", instances("UpdateInstance", "AddTrustedDomain", "RemoveTrustedDomain")],
  ["session.link", both("oidc/OIDCService", "CreateCallback")],
  ["session.read", both("oidc/OIDCService", "GetAuthRequest")],
  ["session.link", ["oidc.v2.OIDCService/AuthorizeOrDenyDeviceAuthorization"]],
  ["session.read", ["oidc.v2.OIDCService/GetDeviceAuthorizationRequest"]],
  ["project.create", projects("CreateProject")],
  ["project.write", projects("UpdateProject", "DeactivateProject", "ActivateProject")],
  ["project.delete", projects("DeleteProject")],
  ["project.role.write", projects("AddProjectRole", "UpdateProjectRole")],
  ["project.role.delete", projects("RemoveProjectRole")],
  ["project.grant.write", projects("CreateProjectGrant", "UpdateProjectGrant")],
  ["project.grant.write", projects("DeactivateProjectGrant", "ActivateProjectGrant")],
  ["project.grant.delete", projects("DeleteProjectGrant")],
  [
    "project.app.write",
    [
      ...apps("CreateApplication", "UpdateApplication", "DeactivateApplication", "ReactivateApplication"),
      ...apps("CreateApplicationKey", "DeleteApplicationKey"),
      "app.v2beta.AppService/RegenerateClientSecret",
      "application.v2.ApplicationService/GenerateClientSecret",
    ],
  ],
  ["project.app.delete", apps("DeleteApplication")],
  ["project.app.read", apps("GetApplication", "GetApplicationKey")],
  ["user.grant.write", authorizations("CreateAuthorization", "UpdateAuthorization")],
  ["user.grant.write", authorizations("ActivateAuthorization", "DeactivateAuthorization")],
  ["user.grant.delete", authorizations("DeleteAuthorization")],
  // Of the instance, which is what their samples name.
  ["iam.member.write", administrators("CreateAdministrator", "UpdateAdministrator")],
  ["iam.member.delete", administrators("DeleteAdministrator")],
];

/** By the name without `zitadel.` in front. */
export const reviewed: ReadonlyMap<string, Rule> = new Map(
  groups.flatMap(([rule, names]) => names.map((name) => [name, rule] as const)),
);
