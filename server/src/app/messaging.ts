/** Mails and SMS of this process: who sends them, who may look at them, and what the operator hears. */
import { messaging } from "#src/jobs/index.ts";
import type { Config } from "#src/platform/config/index.ts";
import type { Route } from "#src/platform/http/index.ts";
import type { Tasks } from "#src/platform/queue/index.ts";
import type { Log } from "#src/platform/telemetry/index.ts";
import { tokenContext } from "./callers.ts";
import type { Core } from "./core.ts";
import { devInboxRoutes, hasDevInbox } from "./dev-inbox.ts";
import { publicOrigin, setupContext } from "./first-instance.ts";
import { type MessageRouteOptions, messageRoute } from "./messages.ts";
import { instancesWithoutMail } from "./queries.ts";
import type { QuotaGate } from "./quota-gate.ts";

/** Where the configuration's own mail server is, which may be in a private network. */
export const ownPlaces = ({ defaultInstance }: Config): readonly string[] => {
  const { host } = defaultInstance.smtpConfiguration.smtp;
  return host === undefined ? [] : [host];
};

export function messageTasks(core: Core, config: Config, log: Pick<Log, "warn">): Tasks {
  const origin = publicOrigin(config);
  return messaging({
    contextFor: (instanceId) => setupContext(core, instanceId, origin),
    keepsInInbox: hasDevInbox(config),
    onWaiting: (waiting) => log.warn("a message waits until a provider is activated", waiting),
  });
}

/** The records, and on a developer's machine the inbox. */
export function messageRoutes(
  core: Core,
  config: Config,
  { gate, ...options }: Omit<MessageRouteOptions, "contextFor"> & { readonly gate: Pick<QuotaGate, "use"> },
): readonly Route[] {
  const records = messageRoute({
    ...options,
    contextFor: (exchange, token) => tokenContext({ core, gate }, exchange, token),
  });
  return [records, ...devInboxRoutes(core.store, config)];
}

/** Whether the inbox gets mails of any instance. */
export const keepsMail = async ({ database }: Pick<Core, "database">, config: Config): Promise<boolean> =>
  hasDevInbox(config) && (await instancesWithoutMail(database)) > 0;

/** Tells the operator of instances that nobody sends mails for. */
export async function warnWithoutMail(
  { database }: Pick<Core, "database">,
  config: Config,
  log: Pick<Log, "warn">,
): Promise<void> {
  if (hasDevInbox(config)) return;
  const instances = await instancesWithoutMail(database);
  if (instances > 0)
    log.warn("instances without an active email provider: their mails wait until one is activated", {
      instances,
    });
}
