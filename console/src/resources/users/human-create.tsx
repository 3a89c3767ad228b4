import type { MessageInitShape } from "@bufbuild/protobuf";
import { useMutation, useQuery } from "@connectrpc/connect-query";
import { SettingsService } from "@gatehouse/server/contract/zitadel/settings/v2/settings_service_pb.ts";
import {
  type CreateUserRequestSchema,
  UserService,
} from "@gatehouse/server/contract/zitadel/user/v2/user_service_pb.ts";
import { Paper, Stack } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useOrganizationName } from "../../app/frame/organization-switcher.tsx";
import { useOrganization } from "../../app/organization.tsx";
import { FormActions } from "../../components/form/form-actions.tsx";
import { FormProblem } from "../../components/form/form-problem.tsx";
import { useServerForm } from "../../components/form/server-form.ts";
import { UnsavedGuard } from "../../components/form/unsaved-guard.tsx";
import { Page } from "../../components/page.tsx";
import { useSay } from "../../components/say.ts";
import { useI18n } from "../../i18n/index.tsx";
import { checkHuman, emptyHuman, type HumanForm, humanField } from "./human-form.ts";
import { PasswordFields } from "./password-fields.tsx";
import type { PasswordRules } from "./password-rules.ts";
import { ProfileFields } from "./profile-fields.tsx";

function useRules(organizationId: string): PasswordRules | undefined {
  const ctx = { resourceOwner: { case: "orgId" as const, value: organizationId } };
  return useQuery(
    SettingsService.method.getPasswordComplexitySettings,
    { ctx },
    { select: ({ settings }) => settings && { ...settings, minLength: Number(settings.minLength) } },
  ).data;
}

function requestOf(
  form: HumanForm,
  organizationId: string,
): MessageInitShape<typeof CreateUserRequestSchema> {
  const username = form.username.trim();
  const password = { password: form.password, changeRequired: form.passwordChange };
  return {
    organizationId,
    ...(username === "" ? {} : { username }),
    userType: {
      case: "human",
      value: {
        profile: { givenName: form.givenName.trim(), familyName: form.familyName.trim() },
        email: {
          email: form.email.trim(),
          verification: form.emailVerified
            ? { case: "isVerified", value: true }
            : { case: "sendCode", value: {} },
        },
        ...(form.passwordWhen === "now" ? { passwordType: { case: "password", value: password } } : {}),
      },
    },
  };
}

/** The form, and the way from it to the new person's page. */
function useHumanForm() {
  const say = useSay();
  const { id: organizationId } = useOrganization();
  const navigate = useNavigate();
  const rules = useRules(organizationId);
  const create = useMutation(UserService.method.createUser);
  const server = useServerForm<HumanForm>({
    initial: emptyHuman,
    check: (values) => checkHuman(values, rules),
    send: async (values) => {
      const { id } = await create.mutateAsync(requestOf(values, organizationId));
      const name = `${values.givenName.trim()} ${values.familyName.trim()}`;
      return () => {
        say("userCreate.done", { name });
        void navigate({ to: "/users/$userId", params: { userId: id } });
      };
    },
    place: humanField,
  });
  return { ...server, rules };
}

export function HumanCreate() {
  const { t } = useI18n();
  const organization = useOrganizationName() ?? "…";
  const { form, problem, busy, isUnsaved, onSubmit, rules } = useHumanForm();
  return (
    <Page
      title={t("userCreate.titleHuman")}
      lead={t("userCreate.lead", { organization })}
      back={{ to: "/users", label: t("user.back") }}
      narrow
    >
      <UnsavedGuard isUnsaved={isUnsaved} />
      <form onSubmit={onSubmit} noValidate>
        <Stack gap="lg">
          <FormProblem problem={problem} />
          <Paper withBorder className="gh-card">
            <ProfileFields form={form} />
          </Paper>
          <Paper withBorder className="gh-card">
            <PasswordFields form={form} rules={rules} />
          </Paper>
          <FormActions cancelTo="/users" submit={t("userCreate.submitHuman")} busy={busy} />
        </Stack>
      </form>
    </Page>
  );
}
