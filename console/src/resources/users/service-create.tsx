import { useMutation } from "@connectrpc/connect-query";
import { UserService } from "@gatehouse/server/contract/zitadel/user/v2/user_service_pb.ts";
import { Paper, Stack, TextInput } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useOrganizationName } from "../../app/frame/organization-switcher.tsx";
import { useOrganization } from "../../app/organization.tsx";
import { limitedText, requiredText } from "../../components/form/checks.ts";
import { FormActions } from "../../components/form/form-actions.tsx";
import { FormProblem } from "../../components/form/form-problem.tsx";
import { useServerForm } from "../../components/form/server-form.ts";
import { UnsavedGuard } from "../../components/form/unsaved-guard.tsx";
import { Page } from "../../components/page.tsx";
import { useSay } from "../../components/say.ts";
import { useI18n } from "../../i18n/index.tsx";
import type { Problem } from "../../problem/problem.ts";

const initial = { name: "", username: "", description: "" };
/** The contract's limits. */
const maxName = 200;
const maxDescription = 500;

function fieldOf({ kind, field }: Problem): keyof typeof initial | undefined {
  if (kind === "taken" || field === "username" || field === "userName") return "username";
  return field === "name" || field === "description" ? field : undefined;
}

/** The form, and the way from it to the new user's page. */
function useServiceForm() {
  const say = useSay();
  const { id: organizationId } = useOrganization();
  const navigate = useNavigate();
  const create = useMutation(UserService.method.createUser);
  return useServerForm({
    initial,
    check: ({ name, username, description }) => ({
      name: requiredText(name, maxName),
      username: requiredText(username, maxName),
      description: limitedText(description, maxDescription),
    }),
    send: async (values) => {
      const name = values.name.trim();
      const description = values.description.trim();
      const { id } = await create.mutateAsync({
        organizationId,
        username: values.username.trim(),
        userType: { case: "machine", value: { name, ...(description === "" ? {} : { description }) } },
      });
      return () => {
        say("userCreate.done", { name });
        void navigate({ to: "/users/$userId", params: { userId: id } });
      };
    },
    place: fieldOf,
  });
}

export function ServiceCreate() {
  const { t } = useI18n();
  const organization = useOrganizationName() ?? "…";
  const { form, problem, busy, isUnsaved, onSubmit } = useServiceForm();
  return (
    <Page
      title={t("userCreate.titleService")}
      lead={t("userCreate.lead", { organization })}
      back={{ to: "/users", label: t("user.back") }}
      narrow
    >
      <UnsavedGuard isUnsaved={isUnsaved} />
      <form onSubmit={onSubmit} noValidate>
        <Stack gap="lg">
          <FormProblem problem={problem} />
          <Paper withBorder className="gh-card">
            <Stack>
              <TextInput
                label={t("userCreate.serviceName")}
                description={t("userCreate.serviceNameHint")}
                withAsterisk
                autoFocus
                autoComplete="off"
                {...form.getInputProps("name")}
              />
              <TextInput
                label={t("userCreate.username")}
                description={t("userCreate.usernameServiceHint")}
                withAsterisk
                autoComplete="off"
                spellCheck={false}
                {...form.getInputProps("username")}
              />
              <TextInput
                label={t("userCreate.description")}
                autoComplete="off"
                {...form.getInputProps("description")}
              />
            </Stack>
          </Paper>
          <FormActions cancelTo="/users" submit={t("userCreate.submitService")} busy={busy} />
        </Stack>
      </form>
    </Page>
  );
}
