import { expect, test } from "vitest";
import { closingLine, sum, tally, type VitestReport } from "./tally.ts";

const report = (change: Partial<VitestReport>): VitestReport => ({
  numPassedTests: 2,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  testResults: [{ status: "passed", assertionResults: [{ status: "passed" }] }],
  ...change,
});

test("passed and failed tests are counted", () => {
  expect(tally(report({}), 0)).toEqual({ passed: 2, failed: 0 });
  const failed = { status: "failed", assertionResults: [{ status: "failed" }] };
  expect(tally(report({ numFailedTests: 1, testResults: [failed] }), 1)).toEqual({ passed: 2, failed: 1 });
});

test.each([
  [
    "a file that could not be loaded",
    report({ testResults: [{ status: "failed", assertionResults: [] }] }),
    1,
  ],
  ["a skipped test", report({ numPendingTests: 1 }), 0],
  ["a planned test", report({ numTodoTests: 1 }), 0],
  ["a suite that ran no test", report({ numPassedTests: 0, testResults: [] }), 0],
  ["an error outside of the tests", report({}), 1],
  ["a runner without a report", undefined, 0],
])("%s is a failure", (_, given, exitCode) => {
  expect(tally(given, exitCode).failed).toBe(1);
});

test("the closing line sums the suites, and the exit code agrees with it", () => {
  const good = { passed: 3, failed: 0 };
  expect(closingLine(sum([good, good]))).toEqual({ line: "6 passed, 0 failed", exitCode: 0 });
  expect(closingLine(sum([good, { passed: 1, failed: 2 }]))).toEqual({
    line: "4 passed, 2 failed",
    exitCode: 1,
  });
  expect(closingLine(sum([]))).toEqual({ line: "0 passed, 1 failed", exitCode: 1 });
});
