import { useSay } from "../../../components/say.ts";
import { useI18n } from "../../../i18n/index.tsx";
import { type Me, useClients } from "../account.ts";
import { ConfirmDeed } from "../deed-dialog.tsx";

interface Props {
  readonly by: "sms" | "mail";
  readonly me: Me;
  readonly onClose: () => void;
}

/** Codes to the address or number that has been proven already. */
export function OtpDialog({ by, me: { human }, onClose }: Props) {
  const { t } = useI18n();
  const { auth } = useClients();
  const say = useSay();
  const address = (by === "sms" ? human.phone?.phone : human.email?.email) ?? "";
  return (
    <ConfirmDeed
      title={t(`account.${by}.add`)}
      text={t(`account.${by}.explain`, { address })}
      submit={t("account.turnOn")}
      run={() => (by === "sms" ? auth.addMyAuthFactorOTPSMS({}) : auth.addMyAuthFactorOTPEmail({}))}
      onDone={() => say(`account.${by}.done`)}
      onClose={onClose}
    />
  );
}
