import type { CompiledFunction, Engine, HostArray } from "@cellgen/engine";
import { createEngine } from "@cellgen/engine/node";
import { randomStream } from "@cellgen/random";
import { noiseSchedule } from "@cellgen/schedules";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { trainingStep } from "../../src/index.ts";
import { tinyUnet } from "../tinyTraining.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine("onnx");
});
afterAll(() => engine.dispose());

const size = { batchSize: 3, height: 8, width: 8 };
const schedule = noiseSchedule("linear", 100);
const normal = (name: string, length: number) => randomStream(5, name).fillNormal(new Float32Array(length));

describe("the gradient of the whole loss", () => {
  const unet = tinyUnet({ numClassEmbeds: 4, dropout: 0.2 });
  const names = Object.keys(unet.parameterShapes);
  const layerOf = (name: string) => name.replace(/\.(weight|bias)$/, "");
  const layers = [...new Set(names.map(layerOf))];
  const step = trainingStep({ unet, schedule, predictionType: "v_prediction", ...size });
  let lossOf: CompiledFunction;
  let outputs: Record<string, HostArray>;
  const inputs: Record<string, HostArray> = {
    xStart: normal("xStart", 3 * 64).map(Math.tanh),
    noise: normal("noise", 3 * 64),
    t: Int32Array.of(3, 40, 90),
    labels: Int32Array.of(0, 3, 1),
  };
  // Biases and scales away from their initial zeros and ones: those make some gradients vanish.
  for (const [name, values] of Object.entries(unet.init(2))) {
    const offsets = normal(name, values.length);
    inputs[`parameters/${name}`] = values.map((value, i) => value + 0.1 * offsets[i]!);
  }
  for (const [name, shape] of Object.entries(unet.dropoutShapes(3, 8, 8))) {
    const kept = normal(
      name,
      shape.reduce((product, dimension) => product * dimension, 1),
    );
    inputs[`dropout/${name}`] = kept.map((value) => (value < -0.84 ? 0 : 1.25));
  }

  beforeAll(async () => {
    const run = await engine.compile(step.fn, step.signature);
    outputs = await run(inputs);
    await run.dispose();
    lossOf = await engine.compile((tensors) => ({ loss: step.fn(tensors)["loss"]! }), step.signature);
  });
  afterAll(() => lossOf.dispose());

  /** (L(θ + h d) − L(θ − h d)) / 2h, with the h³ term taken out by a second one of twice the h. */
  async function derivative(direction: Readonly<Record<string, Float32Array>>): Promise<number> {
    const lossAt = async (h: number): Promise<number> => {
      const moved = Object.entries(direction).map(([name, d]) => {
        const values = inputs[`parameters/${name}`]!;
        return [`parameters/${name}`, Float32Array.from(values, (value, i) => value + h * d[i]!)];
      });
      return (await lossOf({ ...inputs, ...Object.fromEntries(moved) }))["loss"]![0]!;
    };
    const central = async (h: number) => ((await lossAt(h)) - (await lossAt(-h))) / (2 * h);
    return (4 * (await central(0.03)) - (await central(0.06))) / 3;
  }

  it.each(layers)("by the weights of %s agrees with finite differences", async (layer) => {
    const direction: Record<string, Float32Array> = {};
    let expected = 0;
    let norms = 0;
    for (const name of names.filter((candidate) => layerOf(candidate) === layer)) {
      const gradient = outputs[`gradients/${name}`]!;
      const norm = Math.hypot(...gradient);
      // Half along the gradient, where there is most to see, half anywhere, so that every element counts.
      const anywhere = normal(`direction ${name}`, gradient.length);
      const length = Math.hypot(...anywhere);
      const d = anywhere.map((value, i) => value / length + gradient[i]! / (norm + 1e-6));
      direction[name] = d;
      expected += d.reduce((sum, value, i) => sum + value * gradient[i]!, 0);
      norms += norm;
    }
    expect(Math.abs((await derivative(direction)) - expected)).toBeLessThan(2e-5 + 1e-3 * norms);
  });
});

it("the loss is that of the paper: an output of zero leaves the mean square of the target", async () => {
  const unet = tinyUnet();
  const inputs: Record<string, HostArray> = {
    xStart: normal("xStart", 3 * 64),
    noise: normal("noise", 3 * 64),
    t: Int32Array.of(0, 50, 99),
  };
  for (const [name, values] of Object.entries(unet.init(2))) {
    inputs[`parameters/${name}`] = name.startsWith("conv_out.") ? values.fill(0) : values;
  }
  const meanSquare = (values: ArrayLike<number>) =>
    Array.from(values).reduce((sum, value) => sum + value ** 2, 0) / values.length;
  for (const [predictionType, target] of [
    ["epsilon", inputs["noise"]!],
    ["sample", inputs["xStart"]!],
  ] as const) {
    const { fn, signature } = trainingStep({ unet, schedule, predictionType, ...size });
    const run = await engine.compile(fn, signature);
    const { loss } = await run(inputs);
    expect(loss![0]).toBeCloseTo(meanSquare(target), 5);
    await run.dispose();
  }
});

it("rejects images too small for the network", () => {
  const options = { unet: tinyUnet(), schedule, predictionType: "epsilon", batchSize: 1 } as const;
  expect(() => trainingStep({ ...options, height: 1, width: 8 })).toThrow(
    "unet: height and width must be integers of at least 2 for 2 levels, got 1 x 8.",
  );
});
