import { Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { Arches } from "./mark.tsx";

interface Props {
  readonly title: string;
  readonly text?: ReactNode;
  /** Small print: ids. */
  readonly note?: ReactNode;
  /** Ways on. */
  readonly children?: ReactNode;
  readonly order?: 1 | 2;
}

/** A page or a place with nothing but a message and a way on. */
export function Notice({ title, text, note, children, order = 2 }: Props) {
  return (
    <Stack align="center" gap="xs" className="gh-notice">
      <Arches />
      <Title order={order} fz={order === 1 ? "h2" : "h4"} mt="sm">
        {title}
      </Title>
      {text !== undefined && (
        <Text c="dimmed" maw={460}>
          {text}
        </Text>
      )}
      {children !== undefined && <div className="gh-ways">{children}</div>}
      {note !== undefined && (
        <Text size="sm" c="dimmed" component="div" mt="sm">
          {note}
        </Text>
      )}
    </Stack>
  );
}
