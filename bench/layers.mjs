/** Single convolutions of a network, forward and both gradients, compared with the machine's rate of matrix products and with PyTorch. */
import { createEngine } from "@cellgen/engine/node";
import { conv2d } from "@cellgen/nn";
import { randomStream } from "@cellgen/random";
import * as tf from "@tensorflow/tfjs-core";
import { alternate } from "./alternate.mjs";
import { convolutionsOf } from "./convolutions.mjs";
import { networks, titleOf } from "./networks.mjs";
import { part } from "./part.mjs";
import { describePeer, startTorch } from "./peers/startPeer.mjs";
import { digits, ratioCell, table } from "./table.mjs";
import { timeRuns } from "./timeRuns.mjs";

const directions = ["forward", "inputGradient", "filterGradient"];
const matrixSize = 2048;

/** A compiled function of random inputs, as a contestant. */
async function compiled(engine, fn, shapes) {
  const signature = Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => [name, { shape, dtype: "float32" }]),
  );
  const inputs = Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => {
      const values = new Float32Array(shape.reduce((product, size) => product * size, 1));
      return [name, randomStream(0, name).fillNormal(values)];
    }),
  );
  const run = await engine.compile(fn, signature);
  const outputs = await run(inputs);
  return { time: (count) => timeRuns(() => run(inputs, outputs), count), dispose: () => run.dispose() };
}

/** The three functions of a convolution; a gradient's forward pass is not part of it. */
async function compiledConvolution(engine, convolution, batchSize) {
  const { side, kernel, channels, outChannels, stride } = convolution;
  const margin = kernel >> 1;
  const convolve = (x, filter, bias) =>
    conv2d(x, filter, bias, { strides: stride, pads: [margin, margin, margin, margin] });
  const outSide = outSideOf(convolution);
  const x = [batchSize, side, side, channels];
  const filter = [kernel, kernel, channels, outChannels];
  const bias = [outChannels];
  const dy = [batchSize, outSide, outSide, outChannels];
  const zeros = () => tf.zeros(bias);
  return {
    forward: await compiled(engine, (i) => ({ y: convolve(i.x, i.filter, i.bias) }), { x, filter, bias }),
    inputGradient: await compiled(
      engine,
      (i) => ({ dx: tf.grad((images) => convolve(images, i.filter, zeros()))(tf.zeros(x), i.dy) }),
      { filter, dy },
    ),
    filterGradient: await compiled(
      engine,
      (i) => ({ df: tf.grad((weights) => convolve(i.x, weights, zeros()))(tf.zeros(filter), i.dy) }),
      { x, dy },
    ),
  };
}

/** Half a filter of zeros lies around the images. */
const outSideOf = ({ side, stride }) => Math.floor((side - 1) / stride) + 1;

function flopsOf(convolution, batchSize) {
  const { kernel, channels, outChannels } = convolution;
  return 2 * batchSize * outSideOf(convolution) ** 2 * kernel ** 2 * channels * outChannels;
}

async function measure({ progress, quick, ...turns }) {
  const network = networks.base;
  const { batchSize } = network;
  const brief = { ...turns, turn: turns.turn / 5 };
  const engine = await createEngine();
  const peer = await startTorch();
  const peerTimes = (name) => (peer.missing ? {} : { peer: peer.time(name) });

  progress(0, "matrix product");
  const shape = [matrixSize, matrixSize];
  const product = await compiled(engine, ({ a, b }) => ({ y: tf.matMul(a, b) }), { a: shape, b: shape });
  if (!peer.missing) await peer.ask({ make: "product", size: matrixSize });
  const matrices = await alternate({ cellgen: product.time, ...peerTimes("product") }, turns);
  await product.dispose();

  const rows = [];
  const convolutions = convolutionsOf(network).slice(0, quick ? 3 : undefined);
  for (const [index, convolution] of convolutions.entries()) {
    const title = titleOfConvolution(convolution);
    progress((index + 1) / (convolutions.length + 1), title);
    const ours = await compiledConvolution(engine, convolution, batchSize);
    const { times, side, kernel, channels, outChannels, stride } = convolution;
    if (!peer.missing) {
      const request = { batch: batchSize, side, channels, out_channels: outChannels, kernel, stride };
      await peer.ask({ make: "convolution", ...request });
    }
    const row = { title, times, flops: flopsOf(convolution, batchSize) };
    for (const direction of directions) {
      const contestants = { cellgen: ours[direction].time, ...peerTimes(direction) };
      row[direction] = await alternate(contestants, brief);
      await ours[direction].dispose();
    }
    rows.push(row);
  }
  await peer.stop?.();
  await engine.dispose();
  const title = `${titleOf(network)}, batch ${batchSize}`;
  return { engine: engine.description, peer: describePeer(peer), title, matrices, rows };
}

function titleOfConvolution({ side, kernel, channels, outChannels, stride }) {
  const step = stride === 1 ? "" : `, stride ${stride}`;
  return `${kernel}x${kernel}, ${channels} → ${outChannels} at ${side}x${side}${step}`;
}

function write({ title, matrices, rows, peer }) {
  const rate = (flops, { median }) => flops / median / 1e6;
  const product = 2 * matrixSize ** 3;
  const rates = Object.entries(matrices).map(([name, times]) => [name, rate(product, times)]);
  const best = Math.max(...rates.map(([, value]) => value));
  const head = [
    "convolution",
    "times",
    ...["forward", "input gradient", "filter gradient"].flatMap((d) => [d, "/ PyTorch"]),
  ];
  const body = rows.map((row) => [
    row.title,
    row.times,
    ...directions.flatMap((direction) => {
      const { cellgen, peer: other } = row[direction];
      const own = rate(row.flops, cellgen);
      return [
        `**${(own / best).toFixed(2)}** (${own.toFixed(0)})`,
        ratioCell(other?.ratio).replace(/ .*/, ""),
      ];
    }),
  ]);
  const products = rates.map(
    ([name, value]) => `${name === "cellgen" ? "cellgen" : "PyTorch"} ${digits(value)}`,
  );
  return [
    `Single convolutions of ${title}, from NHWC to NHWC and with filters that change, as in training. The table lists the rate relative to the machine's rate of float32 matrix products (in brackets in GFLOP/s), and the time relative to PyTorch's.`,
    table(head, body),
    `A product of two matrices of ${matrixSize}x${matrixSize}: ${products.join(", ")} GFLOP/s; the higher one is the unit. Compared with ${peer}. In a network, consecutive convolutions save the conversions between NHWC and blocks of channels.`,
  ].join("\n\n");
}

export const layers = await part(import.meta.url, {
  name: "layers",
  title: "Convolutions one by one",
  weight: 210,
  measure,
  write,
});
