import { useSay } from "../../../components/say.ts";
import { type TextKey, useI18n } from "../../../i18n/index.tsx";
import { type Me, useClients } from "../account.ts";
import { ConfirmDeed } from "../deed-dialog.tsx";
import type { Methods } from "./methods.ts";

export type Removed = "passkey" | "key" | "totp" | "sms" | "mail" | "codes";

const names: Readonly<Record<Removed, TextKey>> = {
  passkey: "account.passkey.unnamed",
  key: "account.key.unnamed",
  totp: "account.totp",
  sms: "account.sms",
  mail: "account.mail",
  codes: "account.codes",
};

interface Props {
  readonly what: Removed;
  readonly of: string | undefined;
  readonly me: Me;
  readonly methods: Methods;
  readonly onClose: () => void;
}

/** What is no longer there needs no question. */
export function RemoveMethod({ what, of = "", me: { user }, methods, onClose }: Props) {
  const { t } = useI18n();
  const { auth, users } = useClients();
  const say = useSay();
  const { userId } = user;
  const listed = what === "passkey" ? methods.passkeys : methods.keys;
  const name = listed.find(({ id }) => id === of)?.name || t(names[what]);
  const last = what === "passkey" && methods.passkeys.length === 1 && !methods.password;
  const remove: Readonly<Record<Removed, () => Promise<unknown>>> = {
    passkey: () => users.removePasskey({ userId, passkeyId: of }),
    key: () => users.removeU2F({ userId, u2fId: of }),
    totp: () => auth.removeMyAuthFactorOTP({}),
    sms: () => auth.removeMyAuthFactorOTPSMS({}),
    mail: () => auth.removeMyAuthFactorOTPEmail({}),
    codes: () => users.removeRecoveryCodes({ userId }),
  };
  return (
    <ConfirmDeed
      title={t("account.removeTitle", { name })}
      text={t(last ? "account.passkey.removeLast" : `account.${what}.removeText`)}
      submit={t("account.remove")}
      dangerous
      run={remove[what]}
      onDone={() => say("account.removed", { name })}
      onClose={onClose}
    />
  );
}
