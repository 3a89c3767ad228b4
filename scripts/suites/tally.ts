/** What a suite came to. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
}

/** The part of vitest's JSON report that counts. */
export interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly object[] }[];
}

/**
 * A suite's count from vitest's report. Skipped tests count as failed, and so does a file that failed outside of
 * its tests, a suite that ran no test, and a run that ended badly although every test passed.
 */
export function tally(report: VitestReport | undefined, exitCode: number): Tally {
  if (report === undefined) return { passed: 0, failed: 1 };
  const broken = report.testResults.filter((file) => file.status === "failed" && !hasFailedTest(file)).length;
  const skipped = report.numPendingTests + report.numTodoTests;
  const failed = report.numFailedTests + broken + skipped;
  const passed = report.numPassedTests;
  if (failed === 0 && (passed === 0 || exitCode !== 0)) return { passed, failed: 1 };
  return { passed, failed };
}

const hasFailedTest = (file: VitestReport["testResults"][number]): boolean =>
  file.assertionResults.some((result) => "status" in result && result.status === "failed");

export function sum(tallies: readonly Tally[]): Tally {
  return tallies.reduce(
    (left, right) => ({ passed: left.passed + right.passed, failed: left.failed + right.failed }),
    { passed: 0, failed: 0 },
  );
}

/** The one closing line; nothing at all having passed is a failure too. */
export function closingLine(total: Tally): { readonly line: string; readonly exitCode: number } {
  const failed = total.passed === 0 ? Math.max(1, total.failed) : total.failed;
  return { line: `${total.passed} passed, ${failed} failed`, exitCode: failed === 0 ? 0 : 1 };
}
