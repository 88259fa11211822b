/**
 * The lines that end `npm test`: how many tests were skipped, if any were, and alone on the last line how many passed and failed.
 *
 * @param report - Vitest's JSON report; undefined where it left none, which counts as one failure.
 */
export function testCounts(report) {
  if (report === undefined) return ["Vitest left no report.", "0 passed, 1 failed"];
  const skipped = report.numPendingTests + report.numTodoTests;
  // A file that does not load has no tests of its own that could fail.
  const unloaded = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === "failed" && assertionResults.every((test) => test.status !== "failed"),
  );
  const counts = `${report.numPassedTests} passed, ${report.numFailedTests + unloaded.length} failed`;
  return skipped > 0 ? [`${skipped} skipped`, counts] : [counts];
}
