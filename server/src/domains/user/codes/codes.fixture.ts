/** People with codes, and what was put on its way to them. */
import { type Client, createClient } from "@connectrpc/connect";
import { AuthService } from "#contract/zitadel/auth_pb.ts";
import { ManagementService } from "#contract/zitadel/management_pb.ts";
import { SessionService } from "#contract/zitadel/session/v2/session_service_pb.ts";
import { UserService } from "#contract/zitadel/user/v2/user_service_pb.ts";
import type { Message } from "#src/domains/message/index.ts";
import { sql } from "#src/platform/db/index.ts";
import { createTenant, type PlaceOptions, type Tenant } from "#test/harness/tenant.ts";
import { createHuman, type NewHuman } from "../human-commands.ts";

export const password = "Password1!";

export interface Told extends Omit<Message, "to" | "code"> {
  readonly to: string;
  readonly code?: string;
}

export interface People {
  readonly tenant: Tenant;
  readonly users: Client<typeof UserService>;
  readonly management: Client<typeof ManagementService>;
  /** Somebody with a password, and a verified address and number. */
  person(name: string, more?: Partial<NewHuman>): Promise<string>;
  /** Calls of that person, by a session of their own. */
  self(userId: string): Promise<{
    readonly users: Client<typeof UserService>;
    readonly auth: Client<typeof AuthService>;
  }>;
  /** What somebody is told, in order. */
  told(userId: string): Promise<readonly Told[]>;
  /** Types of the newest events of somebody, newest first. */
  history(userId: string, limit: number): Promise<readonly string[]>;
}

let counter = 0;

export async function createPeople(options: PlaceOptions = {}): Promise<People> {
  const tenant = await createTenant(options);
  const owner = tenant.transport(tenant.ownerToken);
  const sessions = createClient(SessionService, owner);
  return {
    tenant,
    users: createClient(UserService, owner),
    management: createClient(ManagementService, owner),
    async person(name, more = {}) {
      const { row } = await createHuman(tenant.ctx(), {
        orgId: tenant.created.orgId,
        userName: name,
        firstName: "Ada",
        lastName: "Lovelace",
        email: `${name}@people.test`,
        emailVerification: { kind: "verified" },
        phone: `+4179${String(1_000_000 + ++counter)}`,
        phoneVerification: { kind: "verified" },
        password: { plain: password },
        ...more,
      });
      return row.aggregateId;
    },
    async self(userId) {
      const { sessionToken } = await sessions.createSession({
        checks: { user: { search: { case: "userId", value: userId } }, password: { password } },
      });
      const transport = tenant.transport(sessionToken);
      return { users: createClient(UserService, transport), auth: createClient(AuthService, transport) };
    },
    async told(userId) {
      const rows = await tenant.database.query<{ payload: Message }>(
        sql`select payload from jobs where task = 'message' and payload->>'userId' = ${userId} order by id`,
      );
      return rows.map(({ payload: { to, code, ...message } }) => ({
        ...message,
        to: tenant.secrets.open("message", to).toString(),
        ...(code ? { code: tenant.secrets.open("otp", code).toString() } : {}),
      }));
    },
    async history(userId, limit) {
      const filter = { aggregateIds: [userId], limit };
      return (await tenant.store.events(tenant.created.instanceId, filter)).map(({ type }) => type);
    },
  };
}
