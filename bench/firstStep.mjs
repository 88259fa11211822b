/**
 * A process that prepares training and prints the seconds of each part as JSON:
 * `node firstStep.mjs step NETWORK` sets up a trainer and takes a step; `node firstStep.mjs trace NETWORK` only writes the graph of the step, with
 * standard ONNX operators only.
 */
import { traceToOnnx } from "@cellgen/engine";
import { createEngine } from "@cellgen/engine/node";
import { noiseSchedule } from "@cellgen/schedules";
import { trainingStep } from "@cellgen/training";
import { cellgenStep } from "./cellgenTraining.mjs";
import { networks } from "./networks.mjs";

const [what, name] = process.argv.slice(2);
const network = networks[name];
const { unet, batchSize, side } = network;
const seconds = {};
// Counted from the start of the process.
let before = 0;
const end = (stage) => {
  seconds[stage] = (performance.now() - before) / 1000;
  before = performance.now();
};
end("start");
if (what === "trace") {
  const options = { schedule: noiseSchedule("linear"), predictionType: "epsilon" };
  const { fn, signature } = trainingStep({ unet, ...options, batchSize, height: side, width: side });
  traceToOnnx(fn, signature);
  end("trace");
} else {
  const engine = await createEngine();
  end("engine");
  const training = await cellgenStep(engine, network);
  end("compile");
  await training.time(0);
  end("step");
  seconds.all = performance.now() / 1000;
  await training.dispose();
  await engine.dispose();
}
console.log(JSON.stringify(seconds));
process.disconnect?.();
