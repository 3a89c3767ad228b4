import { Button } from "@mantine/core";
import { IconId, IconMail, IconPhone } from "@tabler/icons-react";
import { Card } from "../../../components/card.tsx";
import { Copyable } from "../../../components/copyable.tsx";
import { Line, Lines } from "../../../components/line.tsx";
import { StateBadge } from "../../../components/state-badge.tsx";
import { useI18n } from "../../../i18n/index.tsx";
import { type Me, useDeed } from "../account.ts";

/** By what one logs in, and where one is reached. */
export function ContactCard({ me: { user, human } }: { readonly me: Me }) {
  const { t } = useI18n();
  const { begin } = useDeed();
  const email = human.email?.email ?? "";
  const phone = human.phone?.phone ?? "";
  return (
    <Card title={t("account.contact")} lead={t("account.contact.lead")}>
      <Lines>
        <Line
          icon={IconId}
          title={t("user.username")}
          text={
            <>
              <div>{user.username}</div>
              <div className="gh-names">
                <span>{t("user.loginNames")}</span>
                {user.loginNames.map((name) => (
                  <Copyable key={name} value={name} label={name} />
                ))}
              </div>
            </>
          }
        >
          <Button variant="default" size="compact-md" onClick={() => begin("username")}>
            {t("account.username.change")}
          </Button>
        </Line>
        <Line
          icon={IconMail}
          title={t("user.email")}
          badge={<Proven proven={human.email?.isVerified === true} />}
          text={email}
        >
          {human.email?.isVerified !== true && (
            <Button size="compact-md" onClick={() => begin("verifyEmail")}>
              {t("account.email.verify")}
            </Button>
          )}
          <Button variant="default" size="compact-md" onClick={() => begin("email")}>
            {t("account.email.change")}
          </Button>
        </Line>
        <Line
          icon={IconPhone}
          title={t("user.phone")}
          badge={phone !== "" && <Proven proven={human.phone?.isVerified === true} />}
          text={phone === "" ? t("account.phone.none") : <bdi>{phone}</bdi>}
        >
          {phone !== "" && human.phone?.isVerified !== true && (
            <Button size="compact-md" onClick={() => begin("verifyPhone")}>
              {t("account.phone.verify")}
            </Button>
          )}
          <Button variant="default" size="compact-md" onClick={() => begin("phone")}>
            {t(phone === "" ? "account.phone.add" : "account.phone.change")}
          </Button>
          {phone !== "" && (
            <Button variant="subtle" color="red" size="compact-md" onClick={() => begin("removePhone")}>
              {t("account.phone.remove")}
            </Button>
          )}
        </Line>
      </Lines>
    </Card>
  );
}

function Proven({ proven }: { readonly proven: boolean }) {
  const { t } = useI18n();
  return (
    <StateBadge tone={proven ? "good" : "warn"} label={t(proven ? "user.verified" : "user.notVerified")} />
  );
}
