import pg from "pg";

/** A 64-bit integer is a number while that is exact, and a bigint beyond. */
function integer(text: string): number | bigint {
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : BigInt(text);
}

/** Dates without a time stay text: turning them into an instant needs a zone that nobody gave. */
const asText = (text: string): string => text;

const int8 = 20;
const date = 1082;
const xid8 = 5069;

/** How columns are read: int8 → number (bigint if unsafe), xid8 → bigint, timestamptz → Date, json and jsonb parsed. */
export const columnTypes: pg.CustomTypesConfig = {
  /* oxlint-disable typescript/no-unsafe-return -- pg types every parser of its own as giving any */
  getTypeParser(oid: number, format?: "text" | "binary") {
    if (format === "binary") return pg.types.getTypeParser(oid, format);
    if (oid === int8) return integer;
    if (oid === xid8) return BigInt;
    if (oid === date) return asText;
    return pg.types.getTypeParser(oid, "text");
  },
  /* oxlint-enable typescript/no-unsafe-return */
};
