/** A permission counts, too, when it is limited to one resource (`project.read:<id>`). */
export function holds(granted: readonly string[], permission: string): boolean {
  return granted.some((one) => one === permission || one.startsWith(`${permission}:`));
}
