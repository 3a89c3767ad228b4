/** What the pages have put on its way to people, for tests. */
import type { Message } from "#src/domains/message/index.ts";
import { sql } from "#src/platform/db/index.ts";
import type { RealHouse } from "./real-house.fixture.ts";

export interface Told {
  readonly type: Message["type"];
  readonly channel: Message["channel"];
  readonly to: string;
  readonly code: string;
}

/** Messages to somebody, in their order. */
export async function toldTo(real: RealHouse, userId: string): Promise<readonly Told[]> {
  const { secrets } = real.ctx();
  const rows = await real.database.query<{ payload: Message }>(
    sql`select payload from jobs where task = 'message' and payload->>'userId' = ${userId} order by id`,
  );
  return rows.map(({ payload: { type, channel, to, code } }) => ({
    type,
    channel,
    to: secrets.open("message", to).toString(),
    code: code ? secrets.open("otp", code).toString() : "",
  }));
}

/** The code of the last message of a type. */
export async function lastCode(real: RealHouse, userId: string, type: Message["type"]): Promise<string> {
  const all = await toldTo(real, userId);
  return all.findLast((one) => one.type === type)?.code ?? "none";
}
