import { Gender } from "@gatehouse/server/contract/zitadel/user/v2/user_pb.ts";
import { Button, Group } from "@mantine/core";
import { IconPencil, IconPhoto } from "@tabler/icons-react";
import { Card } from "../../../components/card.tsx";
import { Copyable } from "../../../components/copyable.tsx";
import { FactList } from "../../../components/facts.tsx";
import { type TextKey, useI18n } from "../../../i18n/index.tsx";
import { profileFacts } from "../../users/user-facts.tsx";
import { type Me, useDeed } from "../account.ts";

const genders: Readonly<Record<number, TextKey>> = {
  [Gender.FEMALE]: "account.gender.female",
  [Gender.MALE]: "account.gender.male",
  [Gender.DIVERSE]: "account.gender.diverse",
};

export function ProfileCard({ me: { user, human } }: { readonly me: Me }) {
  const i18n = useI18n();
  const { t } = i18n;
  const { begin } = useDeed();
  const gender = genders[human.profile?.gender ?? Gender.UNSPECIFIED];
  return (
    <Card
      title={t("user.profile")}
      lead={t("account.profile.lead")}
      action={
        <Group gap="xs">
          <Button
            variant="default"
            size="compact-md"
            leftSection={<IconPhoto size={16} aria-hidden="true" />}
            onClick={() => begin("picture")}
          >
            {t("account.picture")}
          </Button>
          <Button
            variant="default"
            size="compact-md"
            leftSection={<IconPencil size={16} aria-hidden="true" />}
            onClick={() => begin("profile")}
          >
            {t("account.profile.edit")}
          </Button>
        </Group>
      }
    >
      <FactList
        facts={[
          ...profileFacts(human, i18n),
          ...(gender ? [{ label: t("account.gender"), value: t(gender) }] : []),
          {
            label: t("common.id"),
            value: <Copyable value={user.userId} label={t("common.id")} mono />,
          },
        ]}
      />
    </Card>
  );
}
