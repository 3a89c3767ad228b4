import { timestampDate } from "@bufbuild/protobuf/wkt";
import type { Factors, Session } from "@gatehouse/server/contract/zitadel/session/v2/session_pb.ts";
import { Button } from "@mantine/core";
import { IconDeviceDesktop, IconDeviceMobile, IconWorld } from "@tabler/icons-react";
import { Line } from "../../../components/line.tsx";
import { type TextKey, useI18n } from "../../../i18n/index.tsx";
import { type Device, deviceOf } from "../device.ts";
import { deviceName } from "../device-name.ts";

const icons: Readonly<Record<Device["kind"], typeof IconWorld>> = {
  desktop: IconDeviceDesktop,
  mobile: IconDeviceMobile,
  unknown: IconWorld,
};

/** By what it was proven, in the order in which people say it. */
function proofsOf(factors: Factors | undefined): readonly TextKey[] {
  const all: readonly (readonly [TextKey, unknown])[] = [
    ["account.proof.password", factors?.password],
    ["account.proof.passkey", factors?.webAuthN?.userVerified === true],
    ["account.proof.key", factors?.webAuthN?.userVerified === false],
    ["account.proof.idp", factors?.intent],
    ["account.proof.totp", factors?.totp],
    ["account.proof.sms", factors?.otpSms],
    ["account.proof.mail", factors?.otpEmail],
    ["account.proof.code", factors?.recoveryCode],
  ];
  return all.flatMap(([key, there]) => (there ? [key] : []));
}

interface Props {
  readonly session: Session;
  readonly own: boolean;
  readonly onEnd: () => void;
}

export function SessionLine({ session, own, onEnd }: Props) {
  const { t, moment, list } = useI18n();
  const device = deviceOf(session.userAgent);
  const name = deviceName(device, t);
  const proofs = list(proofsOf(session.factors).map((key) => t(key)));
  const { creationDate, changeDate } = session;
  return (
    <Line
      icon={icons[device.kind]}
      title={name}
      badge={own && <span className="gh-you">{t("account.session.own")}</span>}
      text={
        <dl className="gh-small-facts">
          <Small label="account.session.used" value={changeDate && moment(timestampDate(changeDate))} />
          <Small label="account.session.began" value={creationDate && moment(timestampDate(creationDate))} />
          <Small label="account.session.address" value={session.userAgent?.ip} />
          <Small label="account.session.proofs" value={proofs} />
        </dl>
      }
    >
      {!own && (
        <Button
          variant="default"
          size="compact-md"
          aria-label={t("account.session.endNamed", { name })}
          onClick={onEnd}
        >
          {t("account.session.end")}
        </Button>
      )}
    </Line>
  );
}

function Small({ label, value }: { readonly label: TextKey; readonly value: string | undefined }) {
  const { t } = useI18n();
  if (value === undefined || value === "") return null;
  return (
    <div>
      <dt>{t(label)}</dt>
      <dd>{value}</dd>
    </div>
  );
}
