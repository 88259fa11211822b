/** The milliseconds of each of `count` runs, after one run that is not counted. */
export async function timeRuns(work, count) {
  const milliseconds = [];
  for (let run = 0; run <= count; run++) {
    const start = performance.now();
    await work();
    milliseconds.push(performance.now() - start);
  }
  return milliseconds.slice(1);
}
