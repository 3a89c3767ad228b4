/** One wrong value: where it stands, and what would be right. Secrets are not in it. */
export interface Problem {
  /** As the reader wrote it: `--port`, `GATEHOUSE_PORT`, `port in gatehouse.yaml`, or a rule's subject. */
  readonly where: string;
  readonly message: string;
}

export function printProblem(problem: Problem): string {
  return `${problem.where}: ${problem.message}`;
}
