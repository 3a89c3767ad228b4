/** An instance whose mail servers, SMS service and hooks are on this machine, and its queue in the hands of the test. */

import { createClient } from "@connectrpc/connect";
import {
  type MailSink,
  type MailSinkOptions,
  startMailSink,
  type TwilioStandIn,
  twilioStandIn,
} from "@gatehouse/testkit";
import { AdminService } from "#contract/zitadel/admin_pb.ts";
import { setupContext } from "#src/app/first-instance.ts";
import { type Message, messageJob } from "#src/domains/message/index.ts";
import { sql } from "#src/platform/db/index.ts";
import { createOutbound, specialNetworks } from "#src/platform/outbound/index.ts";
import type { TakenJob } from "#src/platform/queue/index.ts";
import {
  certificate,
  type NameServer,
  startNameServer,
  startWebServer,
  type WebServer,
} from "#test/harness/outside.ts";
import { createTenant, type Tenant } from "#test/harness/tenant.ts";
import { messaging } from "./message.ts";

export interface PostOffice {
  readonly tenant: Tenant;
  readonly admin: ReturnType<typeof adminOf>;
  readonly dns: NameServer;
  /** Behind api.twilio.com, verify.twilio.com and hook.twilio.com. */
  readonly web: WebServer;
  readonly twilio: TwilioStandIn;
  /** A mail server with a certificate for mail.example. */
  sink(options?: MailSinkOptions): Promise<MailSink>;
  /** Puts a message into the queue, as a request would. */
  ask(
    message: Partial<Omit<Message, "to">> & { readonly to?: string; readonly plainCode?: string },
  ): Promise<void>;
  /** Runs what is in the queue, once each, whenever it is due. @returns what failed */
  work(options?: { readonly keepsInInbox?: boolean }): Promise<readonly string[]>;
  /** Which channels somebody waits for a provider of. */
  readonly waiting: string[];
  records(): Promise<readonly MessageRow[]>;
  close(): Promise<void>;
}

interface MessageRow {
  readonly id: string;
  readonly state: string;
  readonly attempts: number;
  readonly provider_id: string | null;
  readonly answer: string | null;
}

const adminOf = (tenant: Tenant) => createClient(AdminService, tenant.transport(tenant.ownerToken));

interface Queued {
  readonly id: string;
  readonly task: string;
  readonly payload: object;
  readonly attempts: number;
}

export async function openPostOffice(): Promise<PostOffice> {
  const [dns, web] = await Promise.all([startNameServer(), startWebServer("twilio.com")]);
  const tls = certificate(["mail.example"]);
  for (const name of ["mail.example", "api.twilio.com", "verify.twilio.com", "hook.twilio.com"])
    dns.records.set(name, { a: [["127.0.0.1"]] });
  const denyList = specialNetworks.filter((entry) => entry !== "127.0.0.0/8");
  const ca = Buffer.concat([web.ca, Buffer.from("\n"), tls.cert]);
  const outbound = createOutbound({ denyList, nameServers: [dns.address], port: web.port, ca });
  const tenant = await createTenant({ outbound });
  const twilio = twilioStandIn();
  web.answer = (request, response) => twilio.answer(request, response);
  const sinks: MailSink[] = [];
  const waiting: string[] = [];
  const { database, created } = tenant;
  const contextFor = (instanceId: string) => setupContext(tenant, instanceId, tenant.origin);

  return {
    tenant,
    admin: adminOf(tenant),
    dns,
    web,
    twilio,
    waiting,
    async sink(options = {}) {
      const sink = await startMailSink(options.encryption === undefined ? options : { tls, ...options });
      sinks.push(sink);
      return sink;
    },
    async ask({ to = "ada@people.example", plainCode = "123456", ...given }) {
      const ctx = tenant.ctx();
      const job = messageJob(ctx, {
        type: "verify_email",
        channel: "email",
        userId: created.admin?.userId ?? "",
        orgId: created.orgId,
        to,
        ...(plainCode === "" ? {} : { code: ctx.secrets.seal("otp", plainCode) }),
        args: { expirySeconds: 3600 },
        ...given,
      });
      await ctx.store.execute(ctx, [], () => [], {
        jobs: () => [
          { ...job, payload: { ...job.payload, ...(given.askedAt ? { askedAt: given.askedAt } : {}) } },
        ],
      });
    },
    async work({ keepsInInbox = false } = {}) {
      const tasks = messaging({
        contextFor,
        keepsInInbox,
        onWaiting: ({ channel }) => waiting.push(channel),
      });
      const failed: string[] = [];
      const rows = await database.query<Queued>(sql`
        update jobs set attempts = attempts + 1 where task = any(${Object.keys(tasks)}::text[])
        returning id::text, task, payload, attempts`);
      for (const { attempts: attempt, ...row } of rows.toSorted((a, b) => Number(a.id) - Number(b.id))) {
        const job: TakenJob = { ...row, attempt, instanceId: created.instanceId };
        try {
          await tasks[row.task]?.run(job);
          await database.query(sql`delete from jobs where id = ${row.id}::bigint`);
        } catch (error) {
          failed.push(error instanceof Error ? error.message : String(error));
        }
      }
      return failed;
    },
    records: () =>
      database.query<MessageRow>(
        sql`select id, state, attempts, provider_id, answer from messages order by created_at, length(id), id`,
      ),
    async close() {
      await tenant.close();
      dns.close();
      await web.close();
      await Promise.all(sinks.map((sink) => sink.close()));
    },
  };
}
