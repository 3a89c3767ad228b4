import { type Timestamp, timestampDate } from "@bufbuild/protobuf/wkt";
import {
  AccessTokenType,
  type HumanUser,
  type MachineUser,
  type User,
} from "@gatehouse/server/contract/zitadel/user/v2/user_pb.ts";
import { Copyable } from "../../components/copyable.tsx";
import type { Fact } from "../../components/facts.tsx";
import type { I18n } from "../../i18n/index.tsx";

const momentOf = ({ moment }: I18n, at: Timestamp | undefined): string | undefined =>
  at && moment(timestampDate(at));

export function profileFacts({ profile }: HumanUser, { t, language }: I18n): readonly Fact[] {
  const spoken = profile?.preferredLanguage;
  const names = new Intl.DisplayNames(language, { type: "language", fallback: "code" });
  return [
    { label: t("user.givenName"), value: profile?.givenName },
    { label: t("user.familyName"), value: profile?.familyName },
    { label: t("user.displayName"), value: profile?.displayName },
    { label: t("user.nickName"), value: profile?.nickName },
    { label: t("user.language"), value: spoken && spoken !== "und" ? names.of(spoken) : undefined },
  ];
}

export function contactFacts({ email, phone }: HumanUser, { t }: I18n): readonly Fact[] {
  const address = (label: string, value: string | undefined, verified: boolean): Fact => ({
    label,
    value: value ? (
      <>
        <Copyable value={value} label={label} />
        <small className="gh-quiet">{t(verified ? "user.verified" : "user.notVerified")}</small>
      </>
    ) : undefined,
  });
  return [
    address(t("user.email"), email?.email, email?.isVerified === true),
    address(t("user.phone"), phone?.phone, phone?.isVerified === true),
  ];
}

export function serviceFacts(
  { name, description, hasSecret, accessTokenType }: MachineUser,
  { t }: I18n,
): readonly Fact[] {
  return [
    { label: t("user.service.name"), value: name },
    { label: t("user.service.description"), value: description },
    {
      label: t("user.service.secret"),
      value: t(hasSecret ? "user.service.hasSecret" : "user.service.noSecret"),
    },
    {
      label: t("user.service.tokenType"),
      value: accessTokenType === AccessTokenType.JWT ? "JWT" : "Bearer",
    },
  ];
}

export function loginFacts(user: User, i18n: I18n): readonly Fact[] {
  const { t } = i18n;
  const human = user.type.case === "human" ? user.type.value : undefined;
  const facts: Fact[] = [
    {
      label: t("user.username"),
      value: <Copyable value={user.username} label={t("user.username")} />,
    },
    {
      label: t("user.loginNames"),
      value: user.loginNames.map((name) => (
        <div key={name}>
          <Copyable value={name} label={t("user.loginNames")} />
          {name === user.preferredLoginName && user.loginNames.length > 1 && (
            <small className="gh-quiet">{t("user.preferred")}</small>
          )}
        </div>
      )),
    },
  ];
  if (human !== undefined) {
    facts.push({
      label: t("user.passwordChanged"),
      value: human.passwordChangeRequired
        ? t("user.passwordMustChange")
        : momentOf(i18n, human.passwordChanged),
    });
  }
  return facts;
}

export function aboutFacts({ userId, details }: User, i18n: I18n): readonly Fact[] {
  const { t } = i18n;
  return [
    { label: t("common.id"), value: <Copyable value={userId} label={t("common.id")} mono /> },
    {
      label: t("user.organization"),
      value: details && <Copyable value={details.resourceOwner} label={t("user.organization")} mono />,
    },
    { label: t("common.created"), value: momentOf(i18n, details?.creationDate) },
    { label: t("common.changed"), value: momentOf(i18n, details?.changeDate) },
  ];
}
