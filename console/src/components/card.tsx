import { Group, Paper, Text, Title } from "@mantine/core";
import { type ReactNode, useId } from "react";

interface Props {
  readonly title: string;
  /** What the part is for. */
  readonly lead?: ReactNode;
  /** Beside the title. */
  readonly action?: ReactNode;
  readonly children?: ReactNode;
}

/** A card that names a part of the page. */
export function Card({ title, lead, action, children }: Props) {
  const id = useId();
  return (
    <Paper withBorder component="section" className="gh-card" aria-labelledby={id}>
      <Group justify="space-between" align="flex-start" gap="sm" mb={children === undefined ? 0 : "sm"}>
        <div className="gh-card-head">
          <Title order={2} fz="md" id={id}>
            {title}
          </Title>
          {lead !== undefined && (
            <Text c="dimmed" size="sm" mt={2}>
              {lead}
            </Text>
          )}
        </div>
        {action}
      </Group>
      {children}
    </Paper>
  );
}
