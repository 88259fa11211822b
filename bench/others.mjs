/** The same networks in other libraries: diffusers, tfjs-node, jax-js, and unmodified TensorFlow.js. */
import { createEngine } from "@cellgen/engine/node";
import { unetConfigToHuggingFace } from "@cellgen/unet";
import { alternate } from "./alternate.mjs";
import { cellgenSampling } from "./cellgenSampling.mjs";
import { cellgenGradient, cellgenStep } from "./cellgenTraining.mjs";
import { makeInPeer } from "./compareTraining.mjs";
import { networks, titleOf } from "./networks.mjs";
import { part } from "./part.mjs";
import { describePeer, startJaxJs, startTfjsNode, startTorch } from "./peers/startPeer.mjs";
import { ratioCell, table, timeCell } from "./table.mjs";

const contests = {
  "forward and backward": cellgenGradient,
  "complete step": cellgenStep,
  "a sampling step": cellgenSampling,
};

const jaxJsNote =
  "jax-js compiles the same network with `jit` and `valueAndGrad`. It is measured with single images, because a step of more takes many seconds. Its WebAssembly backend uses Node's workers in place of the browser's. Its sampling step is the network only.";

async function measure({ progress, quick, ...turns }) {
  const engine = await createEngine();
  const rows = [];
  const contest = async (network, what, against, time, mostRounds = turns.rounds) => {
    const ours = await contests[what](engine, network);
    const { cellgen, other } = await alternate(
      { cellgen: ours.time, other: time },
      { ...turns, rounds: Math.min(turns.rounds, mostRounds) },
    );
    rows.push({ title: titleOf(network), batchSize: network.batchSize, what, against, cellgen, other });
    await ours.dispose();
  };
  const network = quick ? networks.small28 : networks.base;
  const compared = quick
    ? [network]
    : ["base", "images64", "small28", "small32"].map((name) => networks[name]);

  progress(0, "diffusers");
  const torch = await startTorch();
  const missing = torch.missing ?? (torch.about.diffusers ? undefined : "the interpreter has no diffusers");
  if (missing) {
    rows.push({ against: "diffusers", skipped: missing });
  } else {
    const against = `diffusers ${torch.about.diffusers}, UNet2DModel`;
    for (const [index, one] of compared.entries()) {
      progress((0.6 * index) / compared.length, `diffusers, ${titleOf(one)}`);
      await makeInPeer(torch, "training", one, { kind: "diffusers" });
      await contest(one, "complete step", against, torch.time("fused"));
      await makeInPeer(torch, "sampling", one, { kind: "diffusers" });
      await contest(one, "a sampling step", against, torch.time("step"));
    }
  }
  await torch.stop?.();

  progress(0.6, "tfjs-node");
  const tfjs = await startTfjsNode();
  if (tfjs.missing) {
    rows.push({ against: "tfjs-node", skipped: tfjs.missing });
  } else {
    const request = { config: unetConfigToHuggingFace(network.unet.config), batch: network.batchSize };
    await tfjs.ask({ make: "training", ...request, side: network.side });
    await contest(network, "forward and backward", describePeer(tfjs), tfjs.time("gradient"));
    await tfjs.ask({ make: "sampling", ...request, side: network.side });
    await contest(network, "a sampling step", describePeer(tfjs), tfjs.time("step"));
  }
  await tfjs.stop?.();

  const one = { ...networks.small32, batchSize: 1 };
  progress(0.75, "jax-js");
  const jaxJs = await startJaxJs();
  if (jaxJs.missing) {
    rows.push({ against: "jax-js", skipped: jaxJs.missing });
  } else {
    const against = describePeer(jaxJs);
    await makeInPeer(jaxJs, "training", one);
    await contest(one, "forward and backward", against, jaxJs.time("gradient"), 4);
    await makeInPeer(jaxJs, "sampling", one);
    await contest(one, "a sampling step", against, jaxJs.time("step"), 4);
  }
  rows.push({ against: "jax-js on WebGPU", skipped: "Node has no GPU backend for it" });
  await jaxJs.stop?.();

  // Both lack the kernels of a convolution's gradient, or take minutes for them: only sampling of one small image is measured.
  for (const [name, fraction] of [
    ["wasm", 0.85],
    ["cpu", 0.9],
  ]) {
    progress(fraction, `TensorFlow.js on ${name}`);
    const stock = await createEngine(name);
    const theirs = await cellgenSampling(stock, one);
    const rounds = Math.min(turns.rounds, name === "cpu" ? 2 : 4);
    const ours = await cellgenSampling(engine, one);
    const times = await alternate({ cellgen: ours.time, other: theirs.time }, { ...turns, rounds });
    const against = `TensorFlow.js, backend ${name}`;
    rows.push({ title: titleOf(one), batchSize: 1, what: "a sampling step", against, ...times });
    await ours.dispose();
    await theirs.dispose();
    await stock.dispose();
  }
  await engine.dispose();
  return { engine: engine.description, rows };
}

function write({ rows }) {
  const head = ["network", "batch", "", "compared with", "cellgen / other", "cellgen", "other"];
  const body = rows
    .filter(({ skipped }) => !skipped)
    .map(({ title, batchSize, what, against, cellgen, other }) => {
      const ratio =
        other.ratio.median < 0.095 ? `**1/${(1 / other.ratio.median).toFixed(0)}**` : ratioCell(other.ratio);
      return [title, batchSize, what, against, ratio, timeCell(cellgen.median), timeCell(other.median)];
    });
  const skipped = rows.flatMap((row) =>
    row.skipped ? [`Not measured: ${row.against} (${row.skipped}).`] : [],
  );
  const notes = [
    "diffusers builds the network from the model's config.json, channels last, with PyTorch's fused AdamW.",
    "tfjs-node runs the same functions operation by operation, with TensorFlow's own convolutions and gradients. Its sampling step is the network only; that of cellgen includes the arithmetic of the sampler.",
    ...(rows.some(({ against }) => against.startsWith("jax-js")) ? [jaxJsNote] : []),
    "Unmodified TensorFlow.js has no gradient of a convolution on its WebAssembly backend, and needs minutes for one on its plain JavaScript backend. Only sampling of a single image is measured.",
    ...skipped,
  ];
  return `${table(head, body)}\n\n${notes.map((note) => `- ${note}`).join("\n")}`;
}

export const others = await part(import.meta.url, {
  name: "others",
  title: "Other libraries",
  weight: 300,
  measure,
  write,
});
