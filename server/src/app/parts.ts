/** Every slice of the product: its entities for the core, its parts of the contract's services for the API. */
import * as app from "#src/domains/app/index.ts";
import * as authmethod from "#src/domains/authmethod/index.ts";
import * as authrequest from "#src/domains/authrequest/index.ts";
import * as branding from "#src/domains/branding/index.ts";
import * as credentialsettings from "#src/domains/credentialsettings/index.ts";
import * as deviceauth from "#src/domains/deviceauth/index.ts";
import * as domainpolicy from "#src/domains/domainpolicy/index.ts";
import * as emailprovider from "#src/domains/emailprovider/index.ts";
import * as feature from "#src/domains/feature/index.ts";
import * as history from "#src/domains/history/index.ts";
import * as hostedlogintranslation from "#src/domains/hostedlogintranslation/index.ts";
import * as idplink from "#src/domains/idplink/index.ts";
import * as instance from "#src/domains/instance/index.ts";
import * as limits from "#src/domains/limits/index.ts";
import * as linksettings from "#src/domains/linksettings/index.ts";
import * as lockout from "#src/domains/lockout/index.ts";
import * as loginname from "#src/domains/loginname/index.ts";
import * as loginpolicy from "#src/domains/loginpolicy/index.ts";
import * as member from "#src/domains/member/index.ts";
import * as messagetext from "#src/domains/messagetext/index.ts";
import * as milestone from "#src/domains/milestone/index.ts";
import * as notificationpolicy from "#src/domains/notificationpolicy/index.ts";
import * as oidcsettings from "#src/domains/oidcsettings/index.ts";
import * as org from "#src/domains/org/index.ts";
import * as orgdomain from "#src/domains/orgdomain/index.ts";
import * as orgsettings from "#src/domains/orgsettings/index.ts";
import * as orgsetup from "#src/domains/orgsetup/index.ts";
import * as otp from "#src/domains/otp/index.ts";
import * as passwordage from "#src/domains/passwordage/index.ts";
import * as passwordcomplexity from "#src/domains/passwordcomplexity/index.ts";
import * as privacy from "#src/domains/privacy/index.ts";
import * as project from "#src/domains/project/index.ts";
import * as projectgrant from "#src/domains/projectgrant/index.ts";
import * as quota from "#src/domains/quota/index.ts";
import * as recoverycode from "#src/domains/recoverycode/index.ts";
import * as secretgenerator from "#src/domains/secretgenerator/index.ts";
import * as security from "#src/domains/security/index.ts";
import * as session from "#src/domains/session/index.ts";
import * as sessionlogout from "#src/domains/sessionlogout/index.ts";
import * as settingsview from "#src/domains/settingsview/index.ts";
import * as setup from "#src/domains/setup/index.ts";
import * as smsprovider from "#src/domains/smsprovider/index.ts";
import * as token from "#src/domains/token/index.ts";
import * as user from "#src/domains/user/index.ts";
import * as usergrant from "#src/domains/usergrant/index.ts";
import * as webauthn from "#src/domains/webauthn/index.ts";
import * as webkey from "#src/domains/webkey/index.ts";
import { metadataEntity } from "#src/kits/metadata/index.ts";
import type { AnyEntity } from "#src/platform/eventstore/index.ts";
import type { ServicePart } from "#src/platform/rpc/index.ts";

export const entities: readonly AnyEntity[] = [
  instance.Instance,
  instance.InstanceDomain,
  instance.Restrictions,
  instance.TrustedDomain,
  ...branding.entities,
  ...domainpolicy.entities,
  feature.Features,
  ...hostedlogintranslation.entities,
  ...linksettings.entities,
  ...lockout.entities,
  orgsettings.OrgSettings,
  ...loginpolicy.entities,
  ...messagetext.entities,
  ...notificationpolicy.entities,
  ...oidcsettings.entities,
  ...credentialsettings.entities,
  ...passwordage.entities,
  ...passwordcomplexity.entities,
  ...privacy.entities,
  ...secretgenerator.entities,
  ...security.entities,
  ...emailprovider.entities,
  ...smsprovider.entities,
  org.Org,
  org.OrgDomain,
  metadataEntity("org"),
  user.User,
  user.Pat,
  user.MachineKey,
  user.IdpLink,
  user.UserMetadata,
  ...webauthn.entities,
  project.Project,
  project.ProjectRole,
  project.ProjectGrant,
  app.App,
  app.AppKey,
  usergrant.UserGrant,
  ...member.entities,
  webkey.WebKey,
  limits.Limits,
  milestone.Milestones,
  quota.Quota,
  session.Session,
  sessionlogout.SessionLogout,
  authrequest.AuthRequest,
  deviceauth.DeviceAuth,
  token.OidcSession,
];

const fixedParts: readonly ServicePart[] = [
  instance.systemPart,
  instance.instancePart,
  instance.instanceBetaPart,
  limits.systemPart,
  quota.systemPart,
  member.systemPart,
  feature.systemPart,
  feature.adminPart,
  feature.featurePart,
  feature.featureBetaPart,
  history.adminPart(entities),
  milestone.adminPart,
  history.authPart,
  history.managementPart,
  instance.adminPart,
  instance.adminRestrictionsPart,
  instance.authPart,
  instance.managementPart,
  org.adminPart,
  org.managementPart,
  org.managementMetadataPart,
  org.organizationMetadataPart,
  org.organizationMetadataBetaPart,
  org.organizationPart,
  org.organizationBetaPart,
  user.authPart,
  user.authCodePart,
  user.managementCodePart,
  user.managementPart,
  user.managementHumanPart,
  user.managementMetadataPart,
  user.authMetadataPart,
  user.userMetadataPart,
  user.managementMachinePart,
  user.userPart,
  user.userCodePart,
  user.userCredentialsPart,
  user.userBetaPart,
  otp.authPart,
  otp.managementPart,
  otp.userPart,
  otp.userBetaPart,
  recoverycode.userPart,
  idplink.authPart,
  idplink.managementPart,
  idplink.userPart,
  idplink.userBetaPart,
  authmethod.authPart,
  authmethod.managementPart,
  authmethod.managementImportPart,
  authmethod.userPart,
  authmethod.userInvitePart,
  authmethod.userBetaPart,
  webauthn.authPart,
  webauthn.managementPart,
  webauthn.userPart,
  webauthn.userBetaPart,
  project.managementPart,
  project.projectPart,
  project.projectBetaPart,
  projectgrant.managementPart,
  projectgrant.projectPart,
  projectgrant.projectBetaPart,
  app.managementPart,
  app.managementKeyPart,
  app.applicationPart,
  app.applicationKeyPart,
  app.appBetaPart,
  usergrant.authPart,
  usergrant.authorizationPart,
  usergrant.authorizationBetaPart,
  usergrant.managementPart,
  member.adminPart,
  member.authPart,
  member.internalPermissionPart,
  member.internalPermissionBetaPart,
  member.managementPart,
  member.managementGrantPart,
  member.managementMembershipPart,
  webkey.webKeyPart,
  webkey.webKeyBetaPart,
  loginname.adminPart,
  loginname.managementPart,
  loginname.settingsPart,
  loginname.settingsBetaPart,
  lockout.adminPart,
  lockout.managementPart,
  credentialsettings.credentialSettingsPart,
  passwordage.adminPart,
  passwordage.managementPart,
  passwordcomplexity.adminPart,
  passwordcomplexity.authPart,
  passwordcomplexity.managementPart,
  privacy.adminPart,
  privacy.authPart,
  privacy.managementPart,
  notificationpolicy.adminPart,
  notificationpolicy.managementPart,
  messagetext.adminPart,
  messagetext.managementPart,
  branding.adminPart,
  branding.authPart,
  branding.managementPart,
  loginpolicy.adminPart,
  loginpolicy.authPart,
  loginpolicy.managementPart,
  linksettings.settingsPart,
  oidcsettings.adminPart,
  secretgenerator.adminPart,
  security.adminPart,
  settingsview.adminPart,
  emailprovider.smtpConfigPart,
  emailprovider.adminPart,
  smsprovider.adminPart,
  settingsview.settingsPart,
  settingsview.settingsEffectivePart,
  settingsview.settingsBetaPart,
  session.authPart,
  token.authPart,
  session.sessionPart,
  session.sessionBetaPart,
  orgdomain.managementPart,
  orgdomain.organizationPart,
  orgdomain.organizationBetaPart,
  orgsetup.adminPart,
  orgsetup.managementPart,
  orgsetup.organizationPart,
  orgsetup.organizationBetaPart,
];

/** @param defaults what new instances start with, as the operator wants it */
export const partsWith = (defaults: setup.InstanceDefaults): readonly ServicePart[] => [
  ...fixedParts,
  setup.systemPart(defaults),
];

export const parts = partsWith({});
