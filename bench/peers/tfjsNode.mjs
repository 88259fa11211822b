/**
 * tfjs-node compared with cellgen: the same network, operation by operation on TensorFlow. Uses the protocol of peer.py, for `training`
 * (`gradient` only) and `sampling` (`step`: the network only). Argument: the folder that has tfjs-node in its node_modules.
 */
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import util from "node:util";
import { kernelNames } from "@cellgen/nn";
import { noiseSchedule } from "@cellgen/schedules";
import { trainingStep } from "@cellgen/training";
import { unet, unetConfigFromHuggingFace } from "@cellgen/unet";
import * as tf from "@tensorflow/tfjs-core";
import { timeRuns } from "../timeRuns.mjs";

const answer = (value) => process.stdout.write(`${JSON.stringify(value)}\n`);

// tfjs-node calls it; Node 23 has it no more.
util.isNullOrUndefined ??= (value) => value === null || value === undefined;
tf.enableProdMode();
try {
  const { version } = createRequire(join(resolve(process.argv[2]), "package.json"))("@tensorflow/tfjs-node");
  // Copies of tfjs-core of one version share their backends.
  await tf.setBackend("tensorflow");
  answer({ name: `tfjs-node ${version["tfjs-node"]}, TensorFlow ${tf.backend().binding.TF_Version}` });
} catch (error) {
  answer({ missing: error.message.split("\n")[0] });
  process.exit();
}
registerConvolutions();

/** TensorFlow's own convolutions and gradients, which are faster than the composed layers of other backends. */
function registerConvolutions() {
  const register = (kernelName, compute) =>
    tf.registerKernel({
      kernelName,
      backendName: "tensorflow",
      kernelFunc: ({ inputs, attrs }) => tf.tidy(() => compute(inputs, attrs)),
    });
  register(kernelNames.conv2d, ({ x, filter, bias }, { strides, pads }) =>
    tf.add(tf.conv2d(padded(x, pads, strides), filter, strides, padding(strides)), bias),
  );
  register(kernelNames.conv2dInputGradient, ({ dy, filter }, { strides, pads, inputShape }) => {
    const [n, height, width, c] = inputShape;
    const [top, left, bottom, right] = strides === 1 ? [0, 0, 0, 0] : pads;
    const attributes = {
      strides,
      pad: padding(strides),
      dataFormat: "NHWC",
      inputShape: [n, height + top + bottom, width + left + right, c],
    };
    const dx = tf.engine().runKernel("Conv2DBackpropInput", { dy, filter }, attributes);
    return strides === 1 ? dx : tf.slice(dx, [0, top, left, 0], inputShape);
  });
  register(kernelNames.conv2dFilterGradient, ({ x, dy }, { strides, pads, filterShape }) => {
    const attributes = { strides, pad: padding(strides), dataFormat: "NHWC", filterShape };
    return tf.engine().runKernel("Conv2DBackpropFilter", { x: padded(x, pads, strides), dy }, attributes);
  });
}

/** TensorFlow pads for stride 1; for other strides it adds more zeros at the end than at the beginning. */
function padding(strides) {
  return strides === 1 ? "same" : "valid";
}

function padded(x, [top, left, bottom, right], strides) {
  if (strides === 1) return x;
  return tf.pad(x, [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ]);
}

/** Functions to time for a request, by name. */
function make({ make: what, config, batch, side }) {
  tf.disposeVariables();
  const network = unet(unetConfigFromHuggingFace(config));
  const image = [batch, side, side, network.config.inChannels];
  const t = tf.fill([batch], 500, "int32");
  const parameters = Object.entries(network.init(0)).map(([name, values]) => [
    name,
    tf.tensor(values, network.parameterShapes[name]),
  ]);
  if (what === "sampling") {
    const xt = tf.randomNormal(image);
    return { step: () => tf.tidy(() => network.apply(Object.fromEntries(parameters), xt, t).dataSync()) };
  }
  const options = { unet: network, schedule: noiseSchedule("linear"), predictionType: "epsilon" };
  const { fn } = trainingStep({ ...options, batchSize: batch, height: side, width: side });
  const inputs = {
    xStart: tf.randomUniform(image, -1, 1),
    noise: tf.randomNormal(image),
    t,
    ...Object.fromEntries(parameters.map(([name, tensor]) => [`parameters/${name}`, tensor])),
  };
  return {
    gradient: () =>
      tf.tidy(() => {
        for (const output of Object.values(fn(inputs))) output.dataSync();
      }),
  };
}

let work = {};
for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  if (request.make) {
    work = make(request);
    answer({});
  } else {
    answer(await timeRuns(work[request.time], request.count));
  }
}
