/** A training step compared with PyTorch's: forward and backward pass only, and the complete step (noise, clipping, AdamW, moving average). */
import { createEngine } from "@cellgen/engine/node";
import { cellgenStep } from "./cellgenTraining.mjs";
import { compareModes, modeColumns } from "./compareModes.mjs";
import { compareTraining } from "./compareTraining.mjs";
import { networks, titleOf } from "./networks.mjs";
import { part } from "./part.mjs";
import { describePeer, startTorch } from "./peers/startPeer.mjs";
import { ratioCell, table, timeCell } from "./table.mjs";

const measured = ["base", "images64", "small28", "small32"];
const labels = { gradient: "forward and backward", step: "complete step" };

async function measure({ progress, quick, ...turns }) {
  const engine = await createEngine();
  const peer = await startTorch();
  const rows = [];
  const names = quick ? ["small28"] : measured;
  for (const [index, name] of names.entries()) {
    const network = networks[name];
    const title = `${titleOf(network)}, batch ${network.batchSize}`;
    progress(index / names.length, title);
    const row = await compareTraining(engine, network, peer, ["gradient", "step"], turns);
    const ours = await cellgenStep(engine, network);
    row.step.modes = await compareModes(ours.time, peer, "training", network, row.step.adamw, turns);
    await ours.dispose();
    rows.push({ title, ...row });
  }
  await peer.stop?.();
  await engine.dispose();
  return { engine: engine.description, peer: describePeer(peer), rows };
}

function write({ rows, peer }) {
  const columns = modeColumns(rows.map(({ step }) => step.modes));
  const head = [
    "network",
    "",
    "cellgen / PyTorch",
    "fastest",
    "cellgen",
    "PyTorch",
    "AdamW of PyTorch",
    ...columns.head,
    "nominal rate of cellgen",
  ];
  const body = rows.flatMap(({ title, ...row }) =>
    Object.keys(labels).map((what) => {
      const { cellgen, peer: other, adamw = "", modes } = row[what];
      const speed = `${(row.gradient.flops / cellgen.median / 1e6).toFixed(0)} GFLOP/s`;
      const fastest = other?.ratio.ofFastest.toFixed(2) ?? "";
      const times = [timeCell(cellgen.median), timeCell(other?.median)];
      const mode = columns.cells(other, modes);
      return [title, labels[what], ratioCell(other?.ratio), fastest, ...times, adamw, ...mode, speed];
    }),
  );
  return `${table(head, body)}\n\nCompared with ${peer}. PyTorch's AdamW is the faster of its two implementations, \`fused\` and \`foreach\`.${columns.note}`;
}

export const trainStep = await part(import.meta.url, {
  name: "trainStep",
  title: "Training",
  weight: 700,
  measure,
  write,
});
