import { useQuery } from "@connectrpc/connect-query";
import { AuthService } from "@gatehouse/server/contract/zitadel/auth_pb.ts";
import { TextQueryMethod } from "@gatehouse/server/contract/zitadel/object_pb.ts";
import { Button, Combobox, ScrollArea, Text, useCombobox } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconChevronDown } from "@tabler/icons-react";
import { keepPreviousData } from "@tanstack/react-query";
import { useState } from "react";
import { useI18n } from "../../i18n/index.tsx";
import { useOrganization } from "../organization.tsx";

/** Offered at once; more are found by typing. */
const offered = 20;

function useOrganizations(name: string) {
  const query = { case: "nameQuery" as const, value: { name, method: TextQueryMethod.CONTAINS_IGNORE_CASE } };
  return useQuery(
    AuthService.method.listMyProjectOrgs,
    { query: { limit: offered, asc: true }, queries: name === "" ? [] : [{ query }] },
    { placeholderData: keepPreviousData },
  );
}

/** The name of the organization one works in; undefined until it is known, its id when it cannot be. */
export function useOrganizationName(): string | undefined {
  const { id } = useOrganization();
  const { data, isError } = useQuery(AuthService.method.listMyProjectOrgs, {
    query: { limit: 1, asc: true },
    queries: [{ query: { case: "idQuery", value: { id } } }],
  });
  const found = data?.result.find((organization) => organization.id === id)?.name;
  return found ?? (isError || data !== undefined ? id : undefined);
}

export function OrganizationSwitcher() {
  const { t } = useI18n();
  const { id, choose } = useOrganization();
  const name = useOrganizationName() ?? "…";
  const [text, setText] = useState("");
  const combobox = useCombobox({
    onDropdownOpen: () => combobox.focusSearchInput(),
    onDropdownClose: () => {
      combobox.resetSelectedOption();
      combobox.focusTarget();
      setText("");
    },
  });
  const pick = (next: string): void => {
    combobox.closeDropdown();
    if (next !== id) choose(next);
  };
  return (
    <Combobox store={combobox} width={300} position="bottom-start" onOptionSubmit={pick} shadow="md">
      <Combobox.Target targetType="button" withAriaAttributes={false}>
        <Button
          variant="default"
          className="gh-switcher"
          aria-haspopup="listbox"
          aria-expanded={combobox.dropdownOpened}
          aria-label={t("organizationSwitcher.label", { name })}
          onClick={() => combobox.toggleDropdown()}
          rightSection={<IconChevronDown size={15} aria-hidden="true" />}
        >
          {name}
        </Button>
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Search
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          placeholder={t("organizationSwitcher.search")}
          aria-label={t("organizationSwitcher.search")}
        />
        <Choices text={text} currentId={id} />
      </Combobox.Dropdown>
    </Combobox>
  );
}

interface ChoicesProps {
  /** What is looked for; empty: the first ones. */
  readonly text: string;
  readonly currentId: string;
}

function Choices({ text, currentId }: ChoicesProps) {
  const { t } = useI18n();
  const [wanted] = useDebouncedValue(text.trim(), 200);
  const found = useOrganizations(wanted).data;
  const all = found?.result ?? [];
  return (
    <>
      <Combobox.Options aria-label={t("frame.organizations")}>
        <ScrollArea.Autosize mah={300} type="auto">
          {all.map((organization) => (
            <Combobox.Option
              key={organization.id}
              value={organization.id}
              active={organization.id === currentId}
              className="gh-choice"
            >
              <span>{organization.name}</span>
              {organization.id === currentId && (
                <Text span size="xs" c="dimmed">
                  {t("organizationSwitcher.current")}
                </Text>
              )}
            </Combobox.Option>
          ))}
          {found && all.length === 0 && <Combobox.Empty>{t("organizationSwitcher.none")}</Combobox.Empty>}
        </ScrollArea.Autosize>
      </Combobox.Options>
      {Number(found?.details?.totalResult ?? 0) > all.length && (
        <Combobox.Footer>
          <Text size="xs" c="dimmed">
            {t("organizationSwitcher.more")}
          </Text>
        </Combobox.Footer>
      )}
    </>
  );
}
