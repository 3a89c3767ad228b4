import { Button, Group, Skeleton, Stack } from "@mantine/core";
import type { ReactNode } from "react";
import { useI18n } from "../../i18n/index.tsx";
import { ProblemView } from "../../problem/problem-view.tsx";
import { Notice } from "../notice.tsx";
import { Page } from "../page.tsx";
import type { Column } from "./column.ts";
import { isNarrowed, type ListSearch, type Sorting, sortText } from "./list-search.ts";
import { ListTable } from "./list-table.tsx";
import { Pager } from "./pager.tsx";
import { SearchBox } from "./search-box.tsx";
import { SortChoice } from "./sort-choice.tsx";

export interface Rows<Row> {
  readonly items: readonly Row[];
  /** Exact, over all pages. */
  readonly total: number;
}

/** What a list page needs of its query. */
export interface RowsQuery<Row> {
  readonly data: Rows<Row> | undefined;
  readonly error: unknown;
  readonly isFetching: boolean;
  readonly refetch: () => unknown;
}

interface Props<Row> {
  readonly title: string;
  readonly lead: string;
  readonly action?: ReactNode;
  readonly searchHint: string;
  readonly filters: ReactNode;
  readonly columns: readonly Column<Row>[];
  readonly rows: RowsQuery<Row>;
  readonly keyOf: (row: Row) => string;
  readonly search: ListSearch;
  /** Filters of the page's own that narrow the list, too. */
  readonly narrowed?: boolean;
  readonly sorting: Sorting;
  readonly change: (patch: ListSearch) => void;
  readonly reset: () => void;
  /** When there is nothing at all: what these things are, and how to get the first. */
  readonly empty: { readonly title: string; readonly text: string };
}

/** Every list of the console: search, filters, sorting, pages and total, all in the address. */
export function ListPage<Row>(props: Props<Row>) {
  const { t } = useI18n();
  const { search, change, sorting, columns, rows } = props;
  const sort = (next: Sorting): void => change({ sort: sortText(next), page: undefined });
  return (
    <Page title={props.title} lead={props.lead} action={props.action}>
      <Stack gap="md">
        <Group gap="sm" className="gh-filters" role="search">
          <SearchBox
            hint={props.searchHint}
            value={search.q ?? ""}
            onChange={(q) => change({ q: q || undefined, page: undefined })}
          />
          {props.filters}
          <SortChoice columns={columns} sorting={sorting} onChange={sort} />
        </Group>
        {rows.error && rows.data === undefined ? (
          <ProblemView error={rows.error} retry={() => void rows.refetch()} within />
        ) : rows.data === undefined ? (
          <Waiting label={t("common.loading")} />
        ) : rows.data.items.length === 0 ? (
          <Nothing {...props} />
        ) : (
          <>
            <ListTable {...props} items={rows.data.items} busy={rows.isFetching} onSort={sort} />
            <Pager search={search} total={rows.data.total} shown={rows.data.items.length} change={change} />
          </>
        )}
      </Stack>
    </Page>
  );
}

function Nothing<Row>({ search, narrowed, empty, action, reset }: Props<Row>) {
  const { t } = useI18n();
  const isPart = isNarrowed(search) || narrowed === true || (search.page ?? 1) > 1;
  if (!isPart) {
    return (
      <Notice title={empty.title} text={empty.text}>
        {action}
      </Notice>
    );
  }
  return (
    <div role="status">
      <Notice title={t("list.noMatch")} text={t("list.noMatchText")}>
        <Button variant="default" onClick={reset}>
          {t("list.reset")}
        </Button>
      </Notice>
    </div>
  );
}

function Waiting({ label }: { readonly label: string }) {
  return (
    <Stack gap="sm" role="status" aria-label={label}>
      {[1, 2, 3, 4, 5, 6].map((row) => (
        <Skeleton key={row} height={48} radius="md" />
      ))}
    </Stack>
  );
}
