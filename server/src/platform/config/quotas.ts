import { type Kind, seconds } from "./kinds.ts";
import { fieldsOf, readStructure } from "./structure.ts";

/** A quota that new instances start with. */
export interface ConfiguredQuota {
  readonly unit: "requests.all.authenticated" | "actions.all.runs.seconds";
  /** RFC 3339 */
  readonly from: string;
  readonly resetIntervalSeconds: number;
  readonly amount: number;
  readonly limit: boolean;
  readonly notifications: readonly {
    readonly percent: number;
    readonly repeat: boolean;
    readonly callUrl: string;
  }[];
}

function readNotification(value: unknown): ConfiguredQuota["notifications"][number] | undefined {
  const fields = fieldsOf(value);
  const percent = fields?.get("percent");
  const callUrl = fields?.get("callurl");
  if (!Number.isInteger(percent) || Number(percent) < 1) return undefined;
  if (typeof callUrl !== "string" || !/^https?:\/\//.test(callUrl) || !URL.canParse(callUrl))
    return undefined;
  return { percent: Number(percent), repeat: fields?.get("repeat") === true, callUrl };
}

const units = ["requests.all.authenticated", "actions.all.runs.seconds"] as const;

function readNotifications(value: unknown) {
  const read = Array.isArray(value) ? value.map(readNotification) : [undefined];
  return read.every((one) => one !== undefined) ? read : undefined;
}

function readTime(value: unknown): Date | undefined {
  const time = value instanceof Date || typeof value === "string" ? new Date(value) : undefined;
  return Number.isNaN(time?.getTime()) ? undefined : time;
}

function readQuota(value: unknown): ConfiguredQuota | undefined {
  const fields = fieldsOf(value);
  const unit = units.find((known) => known === fields?.get("unit"));
  const from = readTime(fields?.get("from"));
  const resetIntervalSeconds = seconds.read(fields?.get("resetinterval"));
  const amount = fields?.get("amount");
  const notifications = readNotifications(fields?.get("notifications") ?? []);
  if (unit === undefined || from === undefined) return undefined;
  if (resetIntervalSeconds === undefined || resetIntervalSeconds < 60) return undefined;
  if (!Number.isSafeInteger(amount) || Number(amount) < 1) return undefined;
  if (notifications === undefined) return undefined;
  return {
    unit,
    from: from.toISOString(),
    resetIntervalSeconds,
    amount: Number(amount),
    limit: fields?.get("limit") === true,
    notifications,
  };
}

/** A list of quotas, one per unit at most; in the environment as JSON or YAML. */
export const quotas: Kind<readonly ConfiguredQuota[]> = {
  expects:
    'a list such as [{"Unit": "requests.all.authenticated", "From": "2026-01-01T00:00:00Z", "ResetInterval": "720h", "Amount": 100000, "Limit": false, "Notifications": [{"Percent": 80, "CallURL": "https://…"}]}]',
  read: (raw) => {
    const value = readStructure(raw);
    if (!Array.isArray(value)) return undefined;
    const read = value.map(readQuota);
    if (!read.every((quota) => quota !== undefined)) return undefined;
    return new Set(read.map(({ unit }) => unit)).size === read.length ? read : undefined;
  },
};
