import { useQuery } from "@connectrpc/connect-query";
import { AuthService } from "@gatehouse/server/contract/zitadel/auth_pb.ts";
import { Gender } from "@gatehouse/server/contract/zitadel/user_pb.ts";
import { NativeSelect, SimpleGrid, TextInput } from "@mantine/core";
import { useMemo } from "react";
import { FormDialog } from "../../../components/form/form-dialog.tsx";
import { useServerForm } from "../../../components/form/server-form.ts";
import { useSay } from "../../../components/say.ts";
import { useI18n } from "../../../i18n/index.tsx";
import { type Me, useChange, useClients } from "../account.ts";
import { checkProfile, type ProfileForm, profileField, profileForm, profileRequest } from "./profile-form.ts";

/** The house's languages by their names in the reader's; also the one that is set and none of these. */
function useLanguages(present: string): readonly { readonly value: string; readonly label: string }[] {
  const { language, t } = useI18n();
  const { data } = useQuery(AuthService.method.getSupportedLanguages, {});
  return useMemo(() => {
    const names = new Intl.DisplayNames(language, { type: "language", fallback: "code" });
    const tags = new Set([...(data?.languages ?? []), ...(present === "" ? [] : [present])]);
    const choices = [...tags].map((value) => ({ value, label: names.of(value) ?? value }));
    const order = new Intl.Collator(language);
    choices.sort((one, other) => order.compare(one.label, other.label));
    return [{ value: "", label: t("account.language.none") }, ...choices];
  }, [language, data, present, t]);
}

interface Props {
  readonly me: Me;
  readonly onClose: () => void;
}

export function ProfileDialog({ me, onClose }: Props) {
  const { t } = useI18n();
  const { auth } = useClients();
  const change = useChange();
  const say = useSay();
  const initial = profileForm(me.human.profile);
  const languages = useLanguages(initial.language);
  const { form, problem, busy, isUnsaved, onSubmit } = useServerForm<ProfileForm>({
    initial,
    check: checkProfile,
    send: async (values) => {
      if (form.isDirty()) await change(() => auth.updateMyProfile(profileRequest(values)));
      return () => {
        onClose();
        say("account.profile.done");
      };
    },
    place: profileField,
  });
  return (
    <FormDialog
      title={t("account.profile.edit")}
      submit={t("account.save")}
      busy={busy}
      problem={problem}
      onSubmit={onSubmit}
      onClose={onClose}
      unsaved={isUnsaved()}
      size="lg"
    >
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <TextInput
          label={t("user.givenName")}
          withAsterisk
          autoComplete="given-name"
          data-autofocus
          {...form.getInputProps("givenName")}
        />
        <TextInput
          label={t("user.familyName")}
          withAsterisk
          autoComplete="family-name"
          {...form.getInputProps("familyName")}
        />
        <TextInput
          label={t("user.displayName")}
          description={t("account.displayName.hint")}
          autoComplete="name"
          inputWrapperOrder={["label", "input", "description", "error"]}
          {...form.getInputProps("displayName")}
        />
        <TextInput label={t("user.nickName")} autoComplete="nickname" {...form.getInputProps("nickName")} />
        <NativeSelect
          label={t("user.language")}
          description={t("account.language.hint")}
          data={[...languages]}
          inputWrapperOrder={["label", "input", "description", "error"]}
          {...form.getInputProps("language")}
        />
        <NativeSelect
          label={t("account.gender")}
          data={[
            { value: `${Gender.UNSPECIFIED}`, label: t("common.none") },
            { value: `${Gender.FEMALE}`, label: t("account.gender.female") },
            { value: `${Gender.MALE}`, label: t("account.gender.male") },
            { value: `${Gender.DIVERSE}`, label: t("account.gender.diverse") },
          ]}
          {...form.getInputProps("gender")}
        />
      </SimpleGrid>
    </FormDialog>
  );
}
