/** Sampling with int8 weights and activations compared with float32, of cellgen and of PyTorch. */
import { createEngine } from "@cellgen/engine/node";
import { alternate } from "./alternate.mjs";
import { cellgenSampling } from "./cellgenSampling.mjs";
import { compareModes, modeColumns } from "./compareModes.mjs";
import { makeInPeer } from "./compareTraining.mjs";
import { networks, titleOf } from "./networks.mjs";
import { part } from "./part.mjs";
import { describePeer, startTorch } from "./peers/startPeer.mjs";
import { ratioCell, table, timeCell } from "./table.mjs";

const batchSizes = [1, 8, 32];

async function measure({ progress, quick, ...turns }) {
  const engine = await createEngine();
  const peer = await startTorch();
  const rows = [];
  for (const [index, batchSize] of (quick ? [1] : batchSizes).entries()) {
    const network = { ...(quick ? networks.small28 : networks.base), batchSize };
    progress(index / batchSizes.length, `batch ${batchSize}`);
    const int8 = await cellgenSampling(engine, network, { precision: "int8" });
    const float32 = await cellgenSampling(engine, network);
    await makeInPeer(peer, "sampling", network);
    const others = peer.missing ? {} : { peer: peer.time("step") };
    const times = await alternate({ int8: int8.time, float32: float32.time, ...others }, turns);
    const modes = await compareModes(int8.time, peer, "sampling", network, "step", turns);
    rows.push({ title: titleOf(network), batchSize, ...times, modes });
    await int8.dispose();
    await float32.dispose();
  }
  await peer.stop?.();
  await engine.dispose();
  return { peer: describePeer(peer), rows };
}

function write({ rows, peer }) {
  const columns = modeColumns(
    rows.map(({ modes }) => modes),
    "int8",
  );
  const head = [
    "network",
    "batch",
    "int8 / PyTorch float32",
    "int8 / float32",
    "int8",
    "float32",
    "PyTorch float32",
    ...columns.head,
  ];
  const body = rows.map(({ title, batchSize, int8, float32, peer: other, modes }) => [
    title,
    batchSize,
    ratioCell(other?.ratio),
    ratioCell(float32.ratio),
    ...[int8, float32, other].map((times) => timeCell(times?.median)),
    ...columns.cells(other, modes),
  ]);
  return `${table(head, body)}\n\nOne DDIM step of one batch. Compared with ${peer}.${columns.note}`;
}

export const int8 = await part(import.meta.url, {
  name: "int8",
  title: "int8",
  weight: 250,
  measure,
  write,
});
