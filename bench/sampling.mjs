/** A DDIM step without guidance compared with PyTorch's: one network evaluation and the arithmetic of the sampler. */
import { createEngine } from "@cellgen/engine/node";
import { alternate } from "./alternate.mjs";
import { cellgenSampling } from "./cellgenSampling.mjs";
import { compareModes, modeColumns } from "./compareModes.mjs";
import { makeInPeer } from "./compareTraining.mjs";
import { networks, titleOf } from "./networks.mjs";
import { part } from "./part.mjs";
import { describePeer, startTorch } from "./peers/startPeer.mjs";
import { ratioCell, table, timeCell } from "./table.mjs";

const measured = ["base", "images64", "small28", "small32"];
const batchSizes = [1, 8, 32];

async function measure({ progress, quick, ...turns }) {
  const engine = await createEngine();
  const peer = await startTorch();
  const rows = [];
  const cases = (quick ? ["small28"] : measured).flatMap((name) =>
    batchSizes.map((batchSize) => ({ ...networks[name], batchSize })),
  );
  for (const [index, network] of cases.entries()) {
    const title = titleOf(network);
    progress(index / cases.length, `${title}, batch ${network.batchSize}`);
    const ours = await cellgenSampling(engine, network);
    await makeInPeer(peer, "sampling", network);
    const others = peer.missing ? {} : { peer: peer.time("step") };
    rows.push({
      title,
      batchSize: network.batchSize,
      ...(await alternate({ cellgen: ours.time, ...others }, turns)),
      modes: await compareModes(ours.time, peer, "sampling", network, "step", turns),
    });
    await ours.dispose();
  }
  await peer.stop?.();
  await engine.dispose();
  return { engine: engine.description, peer: describePeer(peer), rows };
}

function write({ rows, peer }) {
  const columns = modeColumns(rows.map(({ modes }) => modes));
  const head = ["network", "batch", "cellgen / PyTorch", "fastest", "cellgen", "PyTorch", ...columns.head];
  const body = rows.map(({ title, batchSize, cellgen, peer: other, modes }) => {
    const fastest = other?.ratio.ofFastest.toFixed(2) ?? "";
    const times = [timeCell(cellgen.median), timeCell(other?.median)];
    return [title, batchSize, ratioCell(other?.ratio), fastest, ...times, ...columns.cells(other, modes)];
  });
  return `${table(head, body)}\n\nOne sampling step of one batch. Compared with ${peer}.${columns.note}`;
}

export const sampling = await part(import.meta.url, {
  name: "sampling",
  title: "Sampling",
  weight: 800,
  measure,
  write,
});
