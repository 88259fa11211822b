/** Time from the start of a process to the end of its first training step, compared with PyTorch's. */
import { median } from "./alternate.mjs";
import { makeInPeer } from "./compareTraining.mjs";
import { networks, titleOf } from "./networks.mjs";
import { part } from "./part.mjs";
import { describePeer, startTorch } from "./peers/startPeer.mjs";
import { runChild } from "./runChild.mjs";
import { digits, table } from "./table.mjs";

const measured = ["small32", "base", "cifar"];
const most = 3;

async function measure({ progress, quick }) {
  const repeats = quick ? 1 : most;
  const rows = [];
  let peerLine;
  const names = quick ? measured.slice(0, 1) : measured;
  for (const [index, name] of names.entries()) {
    const network = networks[name];
    const runs = { cellgen: [], trace: [], peer: [] };
    for (let repeat = 0; repeat < repeats; repeat++) {
      progress((index + repeat / repeats) / names.length, titleOf(network));
      runs.cellgen.push(await runChild("firstStep.mjs", ["step", name]));
      runs.trace.push((await runChild("firstStep.mjs", ["trace", name])).trace);
      const start = performance.now();
      const peer = await startTorch();
      peerLine = describePeer(peer);
      if (peer.missing) continue;
      await makeInPeer(peer, "training", network);
      await peer.ask({ time: "fused", count: 0 });
      runs.peer.push((performance.now() - start) / 1000);
      await peer.stop();
    }
    const stage = (stageName) => median(runs.cellgen.map((run) => run[stageName]));
    rows.push({
      title: `${titleOf(network)}, batch ${network.batchSize}`,
      trace: median(runs.trace),
      ...Object.fromEntries(["start", "engine", "compile", "step", "all"].map((s) => [s, stage(s)])),
      ...(runs.peer.length > 0 && { peer: median(runs.peer) }),
    });
  }
  return { peer: peerLine, rows };
}

const seconds = (value) => (value === undefined ? "" : `${digits(value)} s`);

function write({ rows, peer }) {
  const head = [
    "network",
    "cellgen / PyTorch",
    "cellgen",
    "PyTorch",
    "load",
    "engine",
    "compile",
    "first step",
    "traceToOnnx only",
  ];
  const body = rows.map((row) => [
    row.title,
    row.peer ? `**${(row.all / row.peer).toFixed(2)}**` : "",
    ...[row.all, row.peer, row.start, row.engine, row.compile, row.step, row.trace].map(seconds),
  ]);
  return [
    "From the start of the process to the end of the first training step; the median of three processes, which take turns with those of PyTorch.",
    table(head, body),
    `Compiling includes the initial parameters, the trace of the step with its gradients, the passes over its graph, and ONNX Runtime's session. The last column is a separate process that traces the step and writes it with standard ONNX operators only, without the passes for blocks of channels. It is not part of the other columns. Compared with ${peer}, with its fused AdamW.`,
  ].join("\n\n");
}

export const startUp = await part(import.meta.url, {
  name: "startUp",
  title: "Start-up",
  weight: 60,
  measure,
  write,
});
