import { useMutation } from "@connectrpc/connect-query";
import { OrganizationService } from "@gatehouse/server/contract/zitadel/org/v2/org_service_pb.ts";
import { Button, Group, Paper, Stack, TextInput } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useAccess } from "../../app/viewer.tsx";
import { requiredText } from "../../components/form/checks.ts";
import { FormProblem } from "../../components/form/form-problem.tsx";
import { useServerForm } from "../../components/form/server-form.ts";
import { UnsavedGuard } from "../../components/form/unsaved-guard.tsx";
import { ButtonLink } from "../../components/links.tsx";
import { Page } from "../../components/page.tsx";
import { useSay } from "../../components/say.ts";
import { useI18n } from "../../i18n/index.tsx";

/** The contract's limit. */
const nameLength = 200;
const initial = { name: "" };

/** The creator becomes the first owner: otherwise whoever may only create would not see what was created. */
function useOrganizationForm() {
  const say = useSay();
  const { id } = useAccess();
  const navigate = useNavigate();
  const add = useMutation(OrganizationService.method.addOrganization);
  return useServerForm({
    initial,
    check: ({ name }) => ({ name: requiredText(name, nameLength) }),
    send: async (values) => {
      const name = values.name.trim();
      const admins = [{ userType: { case: "userId" as const, value: id } }];
      const { organizationId } = await add.mutateAsync({ name, admins });
      return () => {
        say("organizationCreate.done", { name });
        void navigate({ to: "/orgs/$orgId", params: { orgId: organizationId } });
      };
    },
    place: ({ field, kind }) => (field === "name" || kind === "taken" ? "name" : undefined),
  });
}

export function OrganizationCreate() {
  const { t } = useI18n();
  const { form, problem, busy, isUnsaved, onSubmit } = useOrganizationForm();
  return (
    <Page
      title={t("organizationCreate.title")}
      lead={t("organizationCreate.lead")}
      back={{ to: "/orgs", label: t("organization.back") }}
      narrow
    >
      <UnsavedGuard isUnsaved={isUnsaved} />
      <Paper withBorder className="gh-card">
        <form onSubmit={onSubmit} noValidate>
          <Stack>
            <FormProblem problem={problem} />
            <TextInput
              label={t("organizationCreate.name")}
              description={t("organizationCreate.nameHint")}
              withAsterisk
              autoFocus
              autoComplete="off"
              {...form.getInputProps("name")}
            />
            <Group justify="flex-end" mt="sm">
              <ButtonLink to="/orgs" variant="default">
                {t("common.cancel")}
              </ButtonLink>
              <Button type="submit" loading={busy}>
                {t("organizationCreate.submit")}
              </Button>
            </Group>
          </Stack>
        </form>
      </Paper>
    </Page>
  );
}
