import type { TakenJob } from "#src/platform/queue/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";

/** Makes the context in which a job of an instance works, written as "SYSTEM". */
export type ContextFor = (instanceId: string) => Ctx;

function fieldOf({ payload }: TakenJob, field: string): unknown {
  return typeof payload === "object" && payload !== null ? Reflect.get(payload, field) : undefined;
}

/** A number of the job's payload. @throws Error when the payload is of another shape */
export function numberOf(job: TakenJob, field: string): number {
  const value = fieldOf(job, field);
  if (typeof value !== "number") throw new Error(`the job has no ${field}`);
  return value;
}

/** A text of the job's payload. @throws Error when the payload is of another shape */
export function textOf(job: TakenJob, field: string): string {
  const value = fieldOf(job, field);
  if (typeof value !== "string") throw new Error(`the job has no ${field}`);
  return value;
}
