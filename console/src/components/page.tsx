import { Group, Stack, Text, Title } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { type LinkProps } from "@tanstack/react-router";
import { type ReactNode, useEffect } from "react";
import { useI18n } from "../i18n/index.tsx";
import { TextLink } from "./links.tsx";

/** The title of the window. */
export function usePageTitle(title: string): void {
  const { t } = useI18n();
  useEffect(() => {
    document.title = t("common.page", { page: title });
  }, [title, t]);
}

interface PageProps {
  readonly title: string;
  readonly lead?: ReactNode;
  /** Beside the title. */
  readonly action?: ReactNode;
  /** In front of the title. */
  readonly face?: ReactNode;
  /** The way up. */
  readonly back?: { readonly to: NonNullable<LinkProps["to"]>; readonly label: string };
  readonly narrow?: boolean;
  /** A column of cards, narrower than lists need. */
  readonly column?: boolean;
  readonly children: ReactNode;
}

/** Head and body of a page. */
export function Page({
  title,
  lead,
  action,
  face,
  back,
  narrow = false,
  column = false,
  children,
}: PageProps) {
  usePageTitle(title);
  return (
    <Stack gap="xl" className="gh-page" data-narrow={narrow || undefined} data-column={column || undefined}>
      <div>
        {back && (
          <TextLink to={back.to} size="sm" className="gh-back">
            <IconArrowLeft size={15} aria-hidden="true" />
            {back.label}
          </TextLink>
        )}
        <Group justify="space-between" align="flex-start" gap="md">
          <Group gap="md" wrap="nowrap" className="gh-title">
            {face}
            <div>
              <Title order={1} fz={{ base: 24, sm: 28 }}>
                {title}
              </Title>
              {lead !== undefined && (
                <Text c="dimmed" mt={4} component="div">
                  {lead}
                </Text>
              )}
            </div>
          </Group>
          {action}
        </Group>
      </div>
      {children}
    </Stack>
  );
}
