/** Whom a code is for that somebody asks for or enters on the pages, and what wrong entries count against. */
import { codeBudgets, type UserState, userById } from "#src/domains/user/index.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import { Failure } from "#src/platform/failure/index.ts";
import { type Budget, evenTime, limitRules } from "#src/platform/limits/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { isId } from "../params.ts";
import type { Visit } from "../visit.ts";
import { refusalStepMs } from "./password.ts";
import { type KnownVisit, readVisit } from "./visit.ts";

/** Somebody who is named by a link, by a session of this browser, or by what was typed; perhaps nobody. */
export interface CodeSubject {
  readonly user: Row<UserState> | undefined;
  /** The name under which wrong entries count, whether anybody has it or not. */
  readonly counted: string;
  readonly known: KnownVisit;
}

/** @param userId of a link; it goes before the session, which may be another's. Undefined when nobody is named. */
export async function codeSubject(
  ctx: Ctx,
  visit: Visit,
  userId: string | undefined,
): Promise<CodeSubject | undefined> {
  const known = await readVisit(ctx, visit);
  if (userId !== undefined)
    return {
      user: isId(userId) ? await userById(ctx, userId) : undefined,
      counted: `id\n${userId}`,
      known,
    };
  const { session, user } = known;
  if (session !== undefined && user !== undefined) return { user, counted: `id\n${user.aggregateId}`, known };
  const { loginName } = visit;
  return loginName === undefined ? undefined : { user, counted: `name\n${loginName.toLowerCase()}`, known };
}

/** `wrong` is said of every code that does nothing: which of a wrong, old or used one it is would tell who is known. */
export type CodeRefusal = { readonly status: "wrong" } | { readonly status: "too_many" };
export type Worked<T> = { readonly status: "ok"; readonly result: T } | CodeRefusal;

/**
 * Does what a code is for. Nobody's codes, and those of somebody who waits for none, cost the same limits and the same
 * time as wrong ones.
 * @param work undefined where no code is waited for; throws what `enterCode` throws
 */
export async function withCode<T>(
  ctx: Ctx,
  { user, counted }: CodeSubject,
  work: (() => Promise<T>) | undefined,
): Promise<Worked<T>> {
  const own: Budget = { instanceId: ctx.instanceId, rule: limitRules.codePerUser, subject: counted };
  // Beside it a code that is compared counts by itself.
  const address = work === undefined ? codeBudgets(ctx, user?.aggregateId ?? counted).slice(1) : [];
  const compared = async (): Promise<{ readonly ok: boolean; readonly worked: Worked<T> }> => {
    const worked = await tried(work);
    return { ok: worked.status !== "wrong", worked };
  };
  try {
    const { worked } = await evenTime(
      refusalStepMs,
      () => ctx.limits.guard([own, ...address], compared),
      ({ ok }) => !ok,
    );
    return worked;
  } catch (error) {
    if (error instanceof Failure && error.kind === "resource_exhausted") return { status: "too_many" };
    throw error;
  }
}

/** Ids that the user slice refuses a code with. */
const wrongCodes: ReadonlySet<string> = new Set([
  "COMMAND-Vc7nf",
  "COMMAND-Vc7no",
  "COMMAND-Vc7wr",
  "COMMAND-Wgn4q",
  "COMMAND-Vc7ex",
  "COMMAND-Vc8ex",
]);

async function tried<T>(work: (() => Promise<T>) | undefined): Promise<Worked<T>> {
  if (work === undefined) return { status: "wrong" };
  try {
    return { status: "ok", result: await work() };
  } catch (error) {
    if (error instanceof Failure && wrongCodes.has(error.id)) return { status: "wrong" };
    throw error;
  }
}
