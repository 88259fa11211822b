import { setTimeout as sleep } from "node:timers/promises";

/** Threads spin after their work and would slow the next contestant down. */
const pause = 100;
const mostRuns = 50;

/**
 * Measure contestants in turns, because a machine's speed changes within minutes, and compare the first with each of the others.
 *
 * @param contestants - By name: a function of a count that returns the milliseconds of that number of runs, after one run that is not counted.
 * @param options - `rounds`: number of turns of each; `turn`: approximate duration of a turn in milliseconds; `onRound(fraction)`.
 * @returns By name `{ median, fastest, ratio }` in milliseconds. `ratio` is the first's time divided by this one's: the `median` of the
 * rounds (from the median times of a round), the `least` and the `greatest`, and the ratio `ofFastest` of all runs. The first has none.
 */
export async function alternate(contestants, { rounds, turn, onRound = () => {} }) {
  const names = Object.keys(contestants);
  const turns = Object.fromEntries(names.map((name) => [name, []]));
  const counts = {};
  for (const name of names) {
    const [once] = await contestants[name](1);
    counts[name] = Math.min(Math.max(Math.round(turn / once), 1), mostRuns);
    await sleep(pause);
  }
  for (let round = 0; round < rounds; round++) {
    // Now one begins, now the other: what slowly changes falls on both.
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      turns[name].push(await contestants[name](counts[name]));
      await sleep(pause);
    }
    onRound((round + 1) / rounds);
  }
  return Object.fromEntries(names.map((name) => [name, summary(turns[name], turns[names[0]])]));
}

function summary(turns, ofFirst) {
  const times = turns.flat();
  const result = { median: median(times), fastest: Math.min(...times) };
  if (turns === ofFirst) return result;
  const ratios = turns.map((turn, round) => median(ofFirst[round]) / median(turn));
  const ofFastest = Math.min(...ofFirst.flat()) / result.fastest;
  const ratio = {
    median: median(ratios),
    least: Math.min(...ratios),
    greatest: Math.max(...ratios),
    ofFastest,
  };
  return { ...result, ratio };
}

/** The middle one; of an even count the mean of the two in the middle. */
export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
