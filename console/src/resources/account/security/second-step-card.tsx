import { Alert, Button } from "@mantine/core";
import {
  IconDeviceMobile,
  IconInfoCircle,
  IconLifebuoy,
  IconMail,
  IconMessage,
  IconUsb,
} from "@tabler/icons-react";
import { Card } from "../../../components/card.tsx";
import { Line, Lines } from "../../../components/line.tsx";
import { StateBadge } from "../../../components/state-badge.tsx";
import { type TextKey, useI18n } from "../../../i18n/index.tsx";
import { type Me, useDeed } from "../account.ts";
import type { Deed } from "../account-address.ts";
import { type Authenticator, type Methods } from "./methods.ts";

interface Kind {
  readonly id: "totp" | "sms" | "mail" | "codes";
  readonly icon: typeof IconMail;
  readonly title: TextKey;
  readonly text: TextKey;
  readonly add: TextKey;
  readonly remove: Deed;
  /** Why it cannot be added now. */
  readonly missing?: TextKey | undefined;
}

function kindsOf({ human }: Me, protects: boolean): readonly Kind[] {
  const noPhone = human.phone?.isVerified === true ? undefined : "account.sms.missing";
  const noMail = human.email?.isVerified === true ? undefined : "account.mail.missing";
  return [
    {
      id: "totp",
      icon: IconDeviceMobile,
      title: "account.totp",
      text: "account.totp.text",
      add: "account.totp.add",
      remove: "removeTotp",
    },
    {
      id: "sms",
      icon: IconMessage,
      title: "account.sms",
      text: "account.sms.text",
      add: "account.sms.add",
      remove: "removeSms",
      missing: noPhone,
    },
    {
      id: "mail",
      icon: IconMail,
      title: "account.mail",
      text: "account.mail.text",
      add: "account.mail.add",
      remove: "removeMail",
      missing: noMail,
    },
    {
      id: "codes",
      icon: IconLifebuoy,
      title: "account.codes",
      text: "account.codes.text",
      add: "account.codes.add",
      remove: "removeCodes",
      missing: protects ? undefined : "account.codes.missing",
    },
  ];
}

/** What is asked for after the password. Methods that the house does not take are not offered. */
export function SecondStepCard({ me, methods }: { readonly me: Me; readonly methods: Methods }) {
  const { t } = useI18n();
  const protects = methods.totp || methods.sms || methods.mail || methods.keys.length > 0;
  const kinds = kindsOf(me, protects).filter(({ id }) => methods[id] || methods.allows[id]);
  const keys = methods.allows.keys || methods.keys.length > 0;
  if (kinds.length === 0 && !keys) return null;
  const [first, ...others] = kinds;
  return (
    <Card title={t("account.second")} lead={t("account.second.lead")}>
      {!protects && methods.passkeys.length === 0 && (
        <Alert color="gate" icon={<IconInfoCircle aria-hidden="true" />} mb="sm">
          {t("account.second.none")}
        </Alert>
      )}
      <Lines label={t("account.second")}>
        {first && <Factor key={first.id} kind={first} ready={methods[first.id]} />}
        {keys && <Keys keys={methods.keys} offered={methods.allows.keys} />}
        {others.map((kind) => (
          <Factor key={kind.id} kind={kind} ready={methods[kind.id]} />
        ))}
      </Lines>
    </Card>
  );
}

function Factor({ kind, ready }: { readonly kind: Kind; readonly ready: boolean }) {
  const { t } = useI18n();
  const { begin } = useDeed();
  const renew = kind.id === "codes";
  return (
    <Line
      icon={kind.icon}
      title={t(kind.title)}
      badge={ready && <StateBadge tone="good" label={t("account.ready")} />}
      text={t(!ready && kind.missing ? kind.missing : kind.text)}
    >
      {(!ready || renew) && (
        <Button
          variant="default"
          size="compact-md"
          disabled={kind.missing !== undefined}
          onClick={() => begin(kind.id)}
        >
          {t(ready && renew ? "account.codes.renew" : kind.add)}
        </Button>
      )}
      {ready && (
        <Button
          variant="subtle"
          color="red"
          size="compact-md"
          aria-label={t("account.removeNamed", { name: t(kind.title) })}
          onClick={() => begin(kind.remove)}
        >
          {t("account.remove")}
        </Button>
      )}
    </Line>
  );
}

interface KeysProps {
  readonly keys: readonly Authenticator[];
  readonly offered: boolean;
}

function Keys({ keys, offered }: KeysProps) {
  const { t } = useI18n();
  const { begin } = useDeed();
  return (
    <>
      {keys.map(({ id, name }) => (
        <Line
          key={id}
          icon={IconUsb}
          title={name || t("account.key.unnamed")}
          badge={<StateBadge tone="good" label={t("account.ready")} />}
          text={t("account.key")}
        >
          <Button
            variant="subtle"
            color="red"
            size="compact-md"
            aria-label={t("account.removeNamed", { name: name || t("account.key.unnamed") })}
            onClick={() => begin("removeKey", id)}
          >
            {t("account.remove")}
          </Button>
        </Line>
      ))}
      {offered && (
        <Line
          icon={IconUsb}
          title={t(keys.length === 0 ? "account.key" : "account.key.another")}
          text={t("account.key.text")}
        >
          <Button variant="default" size="compact-md" onClick={() => begin("key")}>
            {t("account.key.add")}
          </Button>
        </Line>
      )}
    </>
  );
}
