/** Cost of a training step by batch size, image size and number of threads, compared with PyTorch's. */
import { createEngine } from "@cellgen/engine/node";
import { alternate } from "./alternate.mjs";
import { cellgenStep } from "./cellgenTraining.mjs";
import { compareTraining, makeInPeer } from "./compareTraining.mjs";
import { networks, titleOf } from "./networks.mjs";
import { part } from "./part.mjs";
import { describePeer, startTorch } from "./peers/startPeer.mjs";
import { ratioCell, table, timeCell } from "./table.mjs";

const batchSizes = [4, 8, 16, 32, 64];
const sides = [16, 24, 32, 48, 64];

async function measure({ progress, quick, ...turns }) {
  const network = quick ? networks.small28 : networks.base;
  const fewer = { ...turns, rounds: Math.ceil(turns.rounds / 2) };
  const engine = await createEngine();
  const peer = await startTorch();
  const series = { batch: [], side: [] };
  const cases = [
    ...batchSizes.slice(0, quick ? 2 : undefined).map((batchSize) => ["batch", { ...network, batchSize }]),
    ...sides.slice(0, quick ? 2 : undefined).map((side) => ["side", { ...network, side, batchSize: 8 }]),
  ];
  for (const [index, [what, sized]] of cases.entries()) {
    const { batchSize, side } = sized;
    progress((0.9 * index) / cases.length, `batch ${batchSize}, ${side}x${side}`);
    const { step } = await compareTraining(engine, sized, peer, ["step"], fewer);
    series[what].push({ batchSize, side, ...step });
  }
  await peer.stop?.();
  await engine.dispose();
  progress(0.9, "threads");
  const threads = await measureThreads({ ...network, batchSize: 8 }, fewer);
  return { peer: describePeer(peer), title: titleOf(network), ...series, ...threads };
}

/** All thread counts take turns with each other: what is compared are they. */
async function measureThreads(network, turns) {
  const engines = new Map();
  const peers = [];
  const contestants = {};
  try {
    for (const threads of await threadCounts()) {
      const engine = await createEngine("onnx", { threads });
      engines.set(threads, engine);
      contestants[`cellgen ${threads}`] = (await cellgenStep(engine, network)).time;
      const peer = await startTorch({ threads });
      if (peer.missing) continue;
      peers.push(peer);
      await makeInPeer(peer, "training", network);
      contestants[`peer ${threads}`] = peer.time("fused");
    }
    const times = await alternate(contestants, turns);
    const row = (threads) => ({
      threads,
      cellgen: times[`cellgen ${threads}`],
      peer: times[`peer ${threads}`],
    });
    return { threads: [...engines.keys()].map(row) };
  } finally {
    for (const engine of engines.values()) await engine.dispose();
    for (const peer of peers) await peer.stop();
  }
}

/** 1, 2, 4… up to as many as the engine takes by itself. */
async function threadCounts() {
  const engine = await createEngine("onnx");
  const most = threadsOf(engine);
  await engine.dispose();
  const counts = [];
  for (let threads = 1; threads < most; threads *= 2) counts.push(threads);
  return [...counts, most];
}

/** In the words of the engine's description: "onnx: ONNX Runtime 1.30.0 on the CPU, 2 threads". */
function threadsOf(engine) {
  return Number(/(\d+) threads?\b/.exec(engine.description)?.[1]);
}

/** Cost of a unit relative to the first row: 1.00 in all rows if the cost is linear. */
function growthTable(rows, { head, unit, label, units }) {
  const [first] = rows;
  const growth = (row, name) => {
    if (!row[name]) return "";
    const ratio = row[name].median / units(row) / (first[name].median / units(first));
    return `**${ratio.toFixed(2)}**`;
  };
  const of = `${unit}, relative to ${label(first)}: cellgen`;
  return table(
    [head, of, "PyTorch", "cellgen / PyTorch", "cellgen, per step", "PyTorch, per step"],
    rows.map((row) => [
      label(row),
      growth(row, "cellgen"),
      growth(row, "peer"),
      ratioCell(row.peer?.ratio),
      timeCell(row.cellgen.median),
      timeCell(row.peer?.median),
    ]),
  );
}

function threadsTable(rows) {
  const speedUp = (row, name) =>
    row[name] ? `**${(rows[0][name].median / row[name].median).toFixed(2)}**` : "";
  return table(
    ["threads", "speed-up over one: cellgen", "PyTorch", "cellgen, per step", "PyTorch, per step"],
    rows.map((row) => [
      row.threads,
      speedUp(row, "cellgen"),
      speedUp(row, "peer"),
      timeCell(row.cellgen.median),
      timeCell(row.peer?.median),
    ]),
  );
}

function write({ title, batch, side, threads, peer }) {
  return [
    `Complete training steps of ${title}. Sizes and threads are measured with batch 8. If the cost is linear, the cost of an image or a pixel is constant: 1.00.`,
    growthTable(batch, {
      head: "batch",
      unit: "per image",
      label: ({ batchSize }) => `batch ${batchSize}`,
      units: ({ batchSize }) => batchSize,
    }),
    growthTable(side, {
      head: "size",
      unit: "per pixel",
      label: (row) => `${row.side}x${row.side}`,
      units: (row) => row.side ** 2,
    }),
    threadsTable(threads),
    `Compared with ${peer}.`,
  ].join("\n\n");
}

export const scaling = await part(import.meta.url, {
  name: "scaling",
  title: "Scaling",
  weight: 330,
  measure,
  write,
});
