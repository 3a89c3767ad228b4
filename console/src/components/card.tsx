import { Paper, Title } from "@mantine/core";
import type { ReactNode } from "react";

/** A card that names a part of the page. */
export function Card({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <Paper withBorder component="section" className="gh-card">
      <Title order={2} fz="md" mb="sm">
        {title}
      </Title>
      {children}
    </Paper>
  );
}
