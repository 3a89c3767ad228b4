import { Table, UnstyledButton } from "@mantine/core";
import { IconArrowDown, IconArrowsSort, IconArrowUp } from "@tabler/icons-react";
import type { Column } from "./column.ts";
import type { Sorting } from "./list-search.ts";

interface Props<Row> {
  readonly title: string;
  readonly columns: readonly Column<Row>[];
  readonly items: readonly Row[];
  readonly keyOf: (row: Row) => string;
  readonly sorting: Sorting;
  readonly busy: boolean;
  readonly onSort: (sorting: Sorting) => void;
}

/** A table that becomes a stack of cards where it does not fit. */
export function ListTable<Row>({ title, columns, items, keyOf, sorting, busy, onSort }: Props<Row>) {
  return (
    <Table className="gh-list" aria-label={title} aria-busy={busy} highlightOnHover>
      <Table.Thead>
        <Table.Tr>
          {columns.map((column) => (
            <Heading key={column.id} column={column} sorting={sorting} onSort={onSort} />
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {items.map((row) => (
          <Table.Tr key={keyOf(row)}>
            {columns.map(({ id, label, minor, cell }) => (
              <Table.Td key={id} data-label={label} data-minor={minor}>
                {cell(row)}
              </Table.Td>
            ))}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

interface HeadingProps<Row> {
  readonly column: Column<Row>;
  readonly sorting: Sorting;
  readonly onSort: (sorting: Sorting) => void;
}

function Heading<Row>({ column: { id, label, sortable, minor }, sorting, onSort }: HeadingProps<Row>) {
  const active = sorting.column === id;
  const direction = sorting.ascending ? "ascending" : "descending";
  const Icon = active ? (sorting.ascending ? IconArrowUp : IconArrowDown) : IconArrowsSort;
  return (
    <Table.Th data-minor={minor} {...(active ? { "aria-sort": direction } : {})}>
      {sortable === true ? (
        <UnstyledButton
          className="gh-sort"
          data-active={active || undefined}
          onClick={() => onSort({ column: id, ascending: active ? !sorting.ascending : true })}
        >
          {label}
          <Icon size={14} aria-hidden="true" />
        </UnstyledButton>
      ) : (
        label
      )}
    </Table.Th>
  );
}
