/**
 * The lines that end `npm test`: how many tests were skipped, if any were, and alone on the last line how many passed and failed.
 *
 * @param reports - Vitest's JSON reports, whose counts are added; undefined for one that it did not leave, which counts as one failure.
 */
export function testCounts(...reports) {
  const lines = [];
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const report of reports) {
    if (report === undefined) {
      lines.push("Vitest left no report.");
      sum.failed++;
      continue;
    }
    sum.passed += report.numPassedTests;
    sum.failed += report.numFailedTests + unloadedFiles(report);
    sum.skipped += report.numPendingTests + report.numTodoTests;
  }
  if (sum.skipped > 0) lines.push(`${sum.skipped} skipped`);
  return [...lines, `${sum.passed} passed, ${sum.failed} failed`];
}

/** A file that does not load has no tests of its own that could fail. */
function unloadedFiles({ testResults }) {
  return testResults.filter(
    ({ status, assertionResults }) =>
      status === "failed" && assertionResults.every((test) => test.status !== "failed"),
  ).length;
}
