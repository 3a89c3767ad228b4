/** A permission counts, too, when it is limited to one resource (`project.read:<id>`). */
export function holds(granted: readonly string[], permission: string): boolean {
  return granted.some((one) => one === permission || one.startsWith(`${permission}:`));
}

/** Whether the console has anything to show beside one's own account. */
export const managesHere = (can: (permission: string) => boolean): boolean =>
  can("user.read") || can("org.read");
