import { Group, NativeSelect, Pagination, Text } from "@mantine/core";
import { useI18n } from "../../i18n/index.tsx";
import { defaultPageSize, type ListSearch, pageSizes, windowOf } from "./list-search.ts";

interface Props {
  readonly search: ListSearch;
  readonly total: number;
  /** Rows on this page. */
  readonly shown: number;
  readonly change: (patch: ListSearch) => void;
}

export function Pager({ search, total, shown, change }: Props) {
  const { t, number } = useI18n();
  const { offset, limit } = windowOf(search);
  const pages = Math.max(1, Math.ceil(total / limit));
  const range = t("list.range", {
    from: number(offset + 1),
    to: number(offset + shown),
    total: number(total),
  });
  const labels = {
    first: "list.pages",
    previous: "list.previous",
    next: "list.next",
    last: "list.pages",
  } as const;
  return (
    <Group justify="space-between" gap="sm" component="nav" aria-label={t("list.pages")} className="gh-pager">
      <Text size="sm" c="dimmed" role="status">
        {range}
      </Text>
      <Group gap="sm">
        {total > Math.min(...pageSizes) && (
          <NativeSelect
            size="xs"
            aria-label={t("list.rowsPerPage")}
            data={pageSizes.map((size) => ({ value: String(size), label: `${size}` }))}
            value={String(search.size ?? defaultPageSize)}
            onChange={(event) => change({ size: Number(event.currentTarget.value), page: undefined })}
          />
        )}
        {pages > 1 && (
          <Pagination
            size="sm"
            total={pages}
            value={search.page ?? 1}
            siblings={1}
            onChange={(page) => change({ page: page === 1 ? undefined : page })}
            getControlProps={(control) => ({ "aria-label": t(labels[control]) })}
          />
        )}
      </Group>
    </Group>
  );
}
