/** PyTorch's faster modes, one after the other, compared with a contestant. */
import { alternate } from "./alternate.mjs";
import { makeInPeer } from "./compareTraining.mjs";
import { ratioCell } from "./table.mjs";

/** Modes of peer.py besides eager float32. */
const modes = ["compiled", "bfloat16", "compiled bfloat16"];

/**
 * @param contestant - What is compared, as for `alternate`.
 * @param make - `training` or `sampling`. @param name - The peer's function to time.
 * @param options - Of `alternate`. Each mode has half of the rounds.
 * @returns By mode `{ median, fastest, ratio, difference }`, or `{ skipped }`: the reason why it does not run. `difference` is the relative
 * difference of the peer's results from those of eager float32.
 */
export async function compareModes(contestant, peer, make, network, name, { rounds, ...options }) {
  if (peer.missing) return {};
  const results = {};
  for (const mode of modes) {
    const { missing, difference } = await makeInPeer(peer, make, network, { mode });
    if (missing) {
      results[mode] = { skipped: missing };
      continue;
    }
    const contestants = { contestant, peer: peer.time(name) };
    const times = await alternate(contestants, { ...options, rounds: Math.ceil(rounds / 2) });
    results[mode] = { ...times.peer, difference };
  }
  return results;
}

/** @returns `[mode, { median, ratio }]` of the mode with the highest ratio, eager float32 included. */
export function fastestMode(eager, results) {
  const measured = Object.entries(results).filter(([, { ratio }]) => ratio);
  return [["eager", eager], ...measured].toSorted(([, a], [, b]) => b.ratio.median - a.ratio.median)[0];
}

/**
 * Columns of a table with the ratio to the fastest mode and its name.
 *
 * @param measured - The results of `compareModes` of all rows. @param name - The contestant.
 * @returns `{ head, cells(eager, results), note }`; no columns if no modes were measured.
 */
export function modeColumns(measured, name = "cellgen") {
  const all = measured.flatMap((results) => Object.entries(results ?? {}));
  if (all.length === 0) return { head: [], cells: () => [], note: "" };
  const cells = (eager, results) => {
    if (!eager || !results) return ["", ""];
    const [mode, { ratio }] = fastestMode(eager, results);
    return [ratioCell(ratio), mode];
  };
  const skipped = all.flatMap(([mode, { skipped: reason }]) => (reason ? [`${mode} (${reason})`] : []));
  const missing = skipped.length > 0 ? ` Not measured: ${[...new Set(skipped)].join("; ")}.` : "";
  const note = ` The fastest mode is that of eager float32, \`torch.compile\`, bfloat16 autocast, and both together.${missing}`;
  return { head: [`${name} / fastest mode`, "fastest mode"], cells, note };
}
