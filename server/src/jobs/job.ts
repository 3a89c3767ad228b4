import type { TakenJob } from "#src/platform/queue/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";

/** Makes the context in which a job of an instance works, written as "SYSTEM". */
export type ContextFor = (instanceId: string) => Ctx;

/** A text of the job's payload. @throws Error when the payload is of another shape */
export function textOf({ payload }: TakenJob, field: string): string {
  const value: unknown =
    typeof payload === "object" && payload !== null ? Reflect.get(payload, field) : undefined;
  if (typeof value !== "string") throw new Error(`the job has no ${field}`);
  return value;
}
