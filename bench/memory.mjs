/** Peak memory of training compared with PyTorch's, and memory over many steps. Each row is measured in separate processes. */
import { makeInPeer } from "./compareTraining.mjs";
import { networks, titleOf } from "./networks.mjs";
import { part } from "./part.mjs";
import { describePeer, startTorch } from "./peers/startPeer.mjs";
import { runChild } from "./runChild.mjs";
import { table } from "./table.mjs";

const peaks = [
  ["base", 8],
  ["base", 32],
  ["images64", 8],
  ["small32", 32],
];
const peakSteps = 10;
const lengths = [
  { what: "training", label: "training steps", count: 3000, quick: 110, batchSize: 4 },
  { what: "sampling", label: "batches sampled", count: 300, quick: 102, batchSize: 8 },
];

async function measure({ progress, quick }) {
  const rows = [];
  let peerLine;
  const cases = quick ? peaks.slice(-1) : peaks;
  for (const [index, [name, batchSize]] of cases.entries()) {
    const network = { ...networks[name], batchSize };
    progress((0.3 * index) / cases.length, `peak of ${titleOf(network)}, batch ${batchSize}`);
    const ours = await runChild("watchMemory.mjs", ["training", name, batchSize, peakSteps]);
    const peer = await startTorch();
    peerLine = describePeer(peer);
    const row = { title: titleOf(network), batchSize, cellgenBytes: ours.peakBytes };
    if (!peer.missing) {
      await makeInPeer(peer, "training", network);
      await peer.ask({ time: "fused", count: peakSteps - 1 });
      row.peerBytes = await peer.ask({ peakBytes: true });
      await peer.stop();
    }
    rows.push(row);
  }
  const flat = [];
  for (const [index, { what, label, count, batchSize, ...length }] of lengths.entries()) {
    const steps = quick ? length.quick : count;
    const tell = (fraction) => progress(0.3 + 0.35 * (index + fraction), `${steps} ${label}`);
    tell(0);
    const report = await runChild("watchMemory.mjs", [what, "small32", batchSize, steps], tell);
    flat.push({ what: `${steps} ${label}`, title: titleOf(networks.small32), batchSize, ...report });
  }
  return { peer: peerLine, rows, flat };
}

const megabytes = (bytes) => (bytes === undefined ? "" : `${(bytes / 1e6).toFixed(0)} MB`);

function write({ rows, flat, peer }) {
  const peakTable = table(
    ["network", "batch", "cellgen / PyTorch", "cellgen", "PyTorch"],
    rows.map(({ title, batchSize, cellgenBytes, peerBytes }) => [
      title,
      batchSize,
      peerBytes ? `**${(cellgenBytes / peerBytes).toFixed(2)}**` : "",
      megabytes(cellgenBytes),
      megabytes(peerBytes),
    ]),
  );
  const flatTable = table(
    [
      "",
      "network",
      "batch",
      "minimum / 100th",
      "maximum / 100th",
      "last / 100th",
      "after the 100th",
      "tensors",
    ],
    flat.map(({ what, title, batchSize, bytes, tensors }) => [
      what,
      title,
      batchSize,
      ...["least", "greatest", "last"].map((name) => `**${(bytes[name] / bytes.first).toFixed(3)}**`),
      megabytes(bytes.first),
      tensors.least === tensors.greatest
        ? `constant, ${tensors.first}`
        : `${tensors.least} to ${tensors.greatest}`,
    ]),
  );
  return [
    `Peak resident memory of a process that takes ${peakSteps} training steps, including Node or Python, the libraries and the network.`,
    peakTable,
    `Compared with ${peer}, with its fused AdamW. Resident memory after each step from the 100th on, relative to that after the 100th:`,
    flatTable,
  ].join("\n\n");
}

export const memory = await part(import.meta.url, {
  name: "memory",
  title: "Memory",
  weight: 240,
  measure,
  write,
});
