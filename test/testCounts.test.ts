import { expect, it } from "vitest";
// @ts-expect-error: scripts are JavaScript, without types
import { testCounts } from "../scripts/testCounts.mjs";

const tests = (...statuses: string[]) => statuses.map((status) => ({ status }));

it("the counts end on how many tests passed and failed, a file that does not load being one failure", () => {
  const report = {
    numPassedTests: 2,
    numFailedTests: 1,
    numPendingTests: 1,
    numTodoTests: 1,
    testResults: [
      { status: "passed", assertionResults: tests("passed", "skipped", "todo") },
      { status: "failed", assertionResults: tests("passed", "failed") },
      { status: "failed", assertionResults: [] },
    ],
  };
  expect(testCounts(report)).toEqual(["2 skipped", "2 passed, 2 failed"]);
});

it("the counts without skipped tests are one line", () => {
  const report = {
    numPassedTests: 2,
    numFailedTests: 0,
    numPendingTests: 0,
    numTodoTests: 0,
    testResults: [],
  };
  expect(testCounts(report)).toEqual(["2 passed, 0 failed"]);
});

it("the counts of several reports are added", () => {
  const report = {
    numPassedTests: 2,
    numFailedTests: 0,
    numPendingTests: 1,
    numTodoTests: 0,
    testResults: [],
  };
  expect(testCounts(report, { ...report, numFailedTests: 1 })).toEqual(["2 skipped", "4 passed, 1 failed"]);
  expect(testCounts(report, undefined)).toEqual([
    "Vitest left no report.",
    "1 skipped",
    "2 passed, 1 failed",
  ]);
});

it("no report is a failure", () => {
  expect(testCounts(undefined).at(-1)).toBe("0 passed, 1 failed");
});
