/** What a call of the API came to, for tests of refusals. */
import { Code, ConnectError } from "@connectrpc/connect";

/** @throws Error when the call was let through */
export async function refusal(call: Promise<unknown>): Promise<ConnectError> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => ConnectError.from(reason),
  );
  if (error === undefined) throw new Error("the call was not refused");
  return error;
}

/** Code and id of a refusal, such as `NotFound ORG-Nq3vd`. */
export const told = ({ code, rawMessage }: ConnectError): string =>
  `${Code[code]} ${/\((\S+)\)$/.exec(rawMessage)?.[1] ?? rawMessage}`;

/** `allowed`, or what the refusal told. */
export const outcome = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => "allowed",
    (reason: unknown) => told(ConnectError.from(reason)),
  );
