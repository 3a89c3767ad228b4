/** The error page: for steps that end here, unusable requests and failures. */
import { Failure, type FailureKind, limitHeadersOf } from "#src/platform/failure/index.ts";
import type { Step } from "../flow/index.ts";
import { errorPage } from "../pages/error.ts";
import { paths } from "../routes.ts";
import { isTextKey, type TextKey } from "../texts/index.ts";
import { go, type Handler, offersAccounts, show, type Turn, waiting, within } from "../turn.ts";
import type { RequestProblem } from "../visit.ts";

export interface Refusal {
  readonly id: string;
  readonly key: TextKey;
  readonly status: number;
  readonly otherAccount?: boolean;
  readonly startAgain?: boolean;
  /** By a form that refuses its request. */
  readonly backToApp?: boolean;
  /** To an application that has its answer already. */
  readonly toApp?: boolean;
}

export function refusal(turn: Turn, { id, key, status, ...ways }: Refusal): Promise<Response> {
  const { visit, loaded, frame } = turn;
  const hasRequest = loaded.request !== undefined;
  const other = offersAccounts(loaded) ? paths.accounts : paths.loginName;
  const content = errorPage(frame, {
    message: frame.t(key),
    id,
    logId: turn.ctx.requestId,
    otherHref: ways.otherAccount ? within(turn, other) : undefined,
    againHref: ways.startAgain
      ? within(turn, paths.entry, hasRequest ? {} : { requestId: undefined })
      : undefined,
    app: ways.toApp ? loaded.answered : undefined,
    cancelAction: ways.backToApp && hasRequest && visit.requestId !== undefined ? paths.cancel : undefined,
  });
  return show(turn, content, status);
}

/** A mandatory step that ends the login here, by its nature or because it has no screen. */
export function stepRefusal(turn: Turn, step: Step): Promise<Response> {
  const key = `error.${step.kind}`;
  return ended(turn, { id: step.id, key: isTextKey(key) ? key : "error.other" });
}

type End = Pick<Refusal, "id" | "key">;

/** A form is answered by an address, so that the browser's way back does not send it once more. */
async function ended(turn: Turn, end: End): Promise<Response> {
  return turn.method === "POST"
    ? go(turn, within(turn, paths.ended), { page: paths.ended, errors: { end } })
    : refusal(turn, { ...end, status: 403, otherAccount: true, backToApp: true });
}

/** Shown once, as errors of forms are; then the login begins again. */
export const showEnded: Handler = async (turn) => {
  const { id, key } = waiting(turn)["end"] ?? {};
  return id === undefined || key === undefined
    ? go(turn, within(turn, paths.entry))
    : ended(turn, { id, key });
};

const problems: Readonly<Record<RequestProblem, Refusal>> = {
  not_found: { id: "LOGIN-rN0f4", key: "error.requestNotFound", status: 404, startAgain: true },
  expired: { id: "LOGIN-rX4p6", key: "error.requestExpired", status: 410, startAgain: true },
  handled: { id: "LOGIN-rH5d8", key: "error.requestHandled", status: 409, startAgain: true, toApp: true },
  other_browser: { id: "LOGIN-rB7o1", key: "error.otherBrowser", status: 403, startAgain: true },
};

export function problemRefusal(turn: Turn, problem: RequestProblem): Promise<Response> {
  return refusal(turn, problems[problem]);
}

export const csrfRefusal: Refusal = { id: "LOGIN-c5Rf2", key: "error.csrf", status: 403, startAgain: true };
export const pageNotFound: Refusal = {
  id: "LOGIN-p4Ge0",
  key: "error.pageNotFound",
  status: 404,
  startAgain: true,
};

const statusOf: Partial<Record<FailureKind, number>> = {
  invalid_argument: 400,
  failed_precondition: 403,
  not_found: 404,
  already_exists: 409,
  permission_denied: 403,
  unauthenticated: 403,
  resource_exhausted: 429,
  aborted: 409,
  deadline_exceeded: 504,
  unavailable: 503,
};

/** What was thrown, as a page: its id when it is a refusal, else only that something broke. */
export async function failureRefusal(turn: Turn, thrown: unknown): Promise<Response> {
  if (thrown instanceof Failure) {
    const key = `error.${thrown.details.values?.["step"]}`;
    // The flow's own refusal, after a right password for an account that may not be used: it has words of its own.
    if (isTextKey(key)) return ended(turn, { id: thrown.id, key });
  }
  const status = thrown instanceof Failure ? (statusOf[thrown.kind] ?? 500) : 500;
  const id = thrown instanceof Failure ? thrown.id : "LOGIN-1nTr0";
  const page = await refusal(turn, {
    id,
    key: textOf(thrown, status),
    status,
    startAgain: true,
    backToApp: status < 500,
  });
  for (const [name, value] of Object.entries(limitHeadersOf(thrown))) page.headers.set(name, value);
  return page;
}

function textOf(thrown: unknown, status: number): TextKey {
  const isOfSomebody = thrown instanceof Failure && thrown.details.values?.["rule"] !== undefined;
  // Limits of what somebody does have rules; a quota is the instance's.
  if (status === 429) return isOfSomebody ? "password.errorTooMany" : "error.unavailable";
  if (status === 503 || status === 504) return "error.unavailable";
  return status < 500 ? "error.other" : "error.internal";
}
