import type { SessionFacts } from "./model.ts";

export function isExpired(session: SessionFacts, now: Date): boolean {
  return session.expiresAt !== undefined && session.expiresAt.getTime() <= now.getTime();
}

/** Alive and with some credential checked; how fresh is another question. The account picker shows it as signed in. */
export function isSignedIn(session: SessionFacts, now: Date): boolean {
  const { password, passkey, externalIdp } = session.checks;
  return (
    !session.terminated &&
    !isExpired(session, now) &&
    (password !== undefined || passkey !== undefined || externalIdp !== undefined)
  );
}
