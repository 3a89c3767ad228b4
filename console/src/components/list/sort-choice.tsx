import { NativeSelect } from "@mantine/core";
import { useI18n } from "../../i18n/index.tsx";
import type { Column } from "./column.ts";
import { type Sorting, sortingOf, sortText } from "./list-search.ts";

interface Props<Row> {
  readonly columns: readonly Column<Row>[];
  readonly sorting: Sorting;
  readonly onChange: (sorting: Sorting) => void;
}

/** Sorting where the table's headings have no room. */
export function SortChoice<Row>({ columns, sorting, onChange }: Props<Row>) {
  const { t } = useI18n();
  const sortable = columns.filter((column) => column.sortable);
  const data = sortable.flatMap(({ id, label }) => [
    { value: id, label: t("list.ascending", { column: label }) },
    { value: `-${id}`, label: t("list.descending", { column: label }) },
  ]);
  const ids = sortable.map(({ id }) => id);
  return (
    <NativeSelect
      hiddenFrom="sm"
      aria-label={t("list.sortBy")}
      data={data}
      value={sortText(sorting)}
      onChange={(event) => onChange(sortingOf(event.currentTarget.value, ids, sorting))}
    />
  );
}
