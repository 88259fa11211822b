/**
 * jax-js compared with cellgen: the same network on its WebAssembly backend, the only fast one in Node. Uses the protocol of peer.py, for
 * `training` (`gradient` only) and `sampling` (`step`: the network only).
 */
import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import { createInterface } from "node:readline";
import { randomStream } from "@cellgen/random";
import { noiseSchedule } from "@cellgen/schedules";
import { unet, unetConfigFromHuggingFace } from "@cellgen/unet";
import { timeRuns } from "../timeRuns.mjs";
import { WebWorker } from "./webWorker.mjs";

const answer = (value) => process.stdout.write(`${JSON.stringify(value)}\n`);

const threads = availableParallelism();
globalThis.Worker ??= WebWorker;
globalThis.navigator ??= { hardwareConcurrency: threads };
let jax;
try {
  jax = await import("@jax-js/jax");
  // By default it asks for the GPU of a browser.
  await jax.init("wasm");
  jax.defaultDevice("wasm");
} catch (error) {
  answer({ missing: error.message.split("\n")[0] });
  process.exit();
}
const { jaxUnet } = await import("./jaxUnet.mjs");
const { jit, numpy: np, tree, valueAndGrad } = jax;
const { version } = createRequire(import.meta.resolve("@jax-js/jax"))("../package.json");
answer({ name: `jax-js ${version}, backend wasm`, threads });

function array(values, shape) {
  return np.array(values).reshape(shape);
}

/** Parameters of cellgen by Hugging Face's names; filters become `[out, in, height, width]`. */
function parametersOf({ parameterShapes, init }) {
  const entries = Object.entries(init(0)).map(([name, values]) => {
    const shape = parameterShapes[name];
    const read = array(values, shape);
    return [name, shape.length === 4 ? read.transpose([3, 2, 0, 1]) : read];
  });
  return Object.fromEntries(entries);
}

/** Functions to time for a request, by name. */
function make({ make: what, config, batch, side }) {
  const network = unet(unetConfigFromHuggingFace(config));
  const parameters = parametersOf(network);
  const shape = [batch, network.config.inChannels, side, side];
  const length = shape.reduce((product, size) => product * size, 1);
  const stream = randomStream(0, "images");
  const noise = array(stream.fillNormal(new Float32Array(length)), shape);
  const t = array(new Float32Array(batch).fill(500), [batch]);
  if (what === "sampling") {
    const predict = jit((given, x, times) => consuming(given, () => jaxUnet(config, given, x, times)));
    return {
      parameters: network.parameterCount,
      work: { step: () => predict(tree.ref(parameters), noise.ref, t.ref).data() },
    };
  }
  const xStart = array(stream.fillUniform(new Float32Array(length)), shape);
  const signal = noiseSchedule("linear").alphasCumprod[500];
  const loss = (given, x, added, times) => {
    const xt = x.mul(Math.sqrt(signal)).add(added.ref.mul(Math.sqrt(1 - signal)));
    return consuming(given, () => np.mean(np.square(jaxUnet(config, given, xt, times).sub(added))));
  };
  const gradient = jit(valueAndGrad(loss));
  return {
    parameters: network.parameterCount,
    work: {
      async gradient() {
        const outputs = gradient(tree.ref(parameters), xStart.ref, noise.ref, t.ref);
        await Promise.all(tree.leaves(outputs).map((output) => output.data()));
      },
    },
  };
}

/** Free parameters after use, as jax-js expects of a function. */
function consuming(given, compute) {
  const result = compute();
  tree.dispose(given);
  return result;
}

let work = {};
for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  if (request.make) {
    const made = make(request);
    work = made.work;
    answer({ parameters: made.parameters });
  } else {
    answer(await timeRuns(work[request.time], request.count));
  }
}
