import type { ReactNode } from "react";

export interface Column<Row> {
  readonly id: string;
  readonly label: string;
  readonly sortable?: boolean;
  /** Can be left out where there is little room. */
  readonly minor?: boolean;
  readonly cell: (row: Row) => ReactNode;
}
