import "@tensorflow/tfjs-backend-cpu";
import { registerGradients } from "@cellgen/engine";
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, expect, test } from "vitest";
import { type Unet, type UnetCondition, unet, unetConfigFromHuggingFace } from "../src/index.ts";
import { goldenConfig, goldenParameters, goldenTensors } from "./golden.ts";
import { goldenInputs, toTensors } from "./goldenModel.ts";
import { images, initialTensors, smallNetwork } from "./networks.ts";

beforeAll(async () => {
  await tf.setBackend("cpu");
  registerGradients();
});

/** Each module's parameters are moved along their own gradient g: the loss must change by |g| for each unit of length. */
function checkByFiniteDifferences(
  network: Unet,
  params: Record<string, tf.Tensor>,
  xt: tf.Tensor4D,
  t: tf.Tensor1D,
  condition: UnetCondition,
): void {
  const names = Object.keys(network.parameterShapes);
  const target = images([xt.shape[0], xt.shape[1], xt.shape[2], network.config.outChannels], 9);
  const loss = (variables: Record<string, tf.Tensor>): tf.Scalar =>
    tf.mean(tf.square(tf.sub(network.apply(variables, xt, t, condition), target)));
  const lossOfList = (...list: tf.Tensor[]) =>
    loss(Object.fromEntries(names.map((name, i) => [name, list[i]!])));
  const gradients = tf.grads(lossOfList)(names.map((name) => params[name]!));
  const squares = gradients.map((gradient) => tf.sum(tf.square(gradient)).dataSync()[0]!);
  // "mid_block.resnets.0" of "mid_block.resnets.0.conv1.weight"; "conv_in" of "conv_in.bias".
  const moduleOf = (name: string): string =>
    name
      .split(".")
      .slice(0, name.includes("block") ? -2 : -1)
      .join(".");
  const modules = [...new Set(names.map(moduleOf))];
  expect(modules.length).toBeGreaterThan(7);
  for (const module of modules) {
    const indices = [...names.keys()].filter((i) => moduleOf(names[i]!) === module);
    const length = Math.sqrt(indices.reduce((sum, i) => sum + squares[i]!, 0));
    const distance = 0.005;
    const at = (side: number): number => {
      const moved = indices.map((i) => {
        const step = tf.mul(gradients[i]!, (side * distance) / length);
        return [names[i]!, tf.add(params[names[i]!]!, step)];
      });
      return loss({ ...params, ...Object.fromEntries(moved) }).dataSync()[0]!;
    };
    const slope = (at(1) - at(-1)) / (2 * distance);
    expect(slope / length, module).toBeCloseTo(1, 2);
  }
}

test("the gradients of one_level are those of finite differences", () => {
  tf.tidy(() => {
    const network = unet(unetConfigFromHuggingFace(goldenConfig("one_level")));
    const params = toTensors(goldenParameters("one_level"));
    const { xt, t, condition } = goldenInputs(network, toTensors(goldenTensors("one_level", "io")));
    checkByFiniteDifferences(network, params, xt, t, condition);
  });
});

test("the gradients with dropout masks, labels and a scaled middle are those of finite differences", () => {
  tf.tidy(() => {
    const network = smallNetwork({ dropout: 0.5, numClassEmbeds: 4, midBlockScaleFactor: 1.5 });
    const dropoutMasks = Object.fromEntries(
      Object.entries(network.dropoutShapes(2, 4, 4)).map(([name, shape], i) => [
        name,
        tf.mul(tf.cast(tf.greater(images(shape, i), 0), "float32"), 2),
      ]),
    ) as Record<string, tf.Tensor4D>;
    const condition = { classLabels: tf.tensor1d([1, 3], "int32"), dropoutMasks };
    const t = tf.tensor1d([30, 600], "int32");
    checkByFiniteDifferences(network, initialTensors(network), images([2, 4, 4, 2]), t, condition);
  });
});

test("taking gradients leaves nothing but them", () => {
  const network = smallNetwork();
  const params = initialTensors(network);
  const xt = images([1, 4, 4, 2]);
  const t = tf.tensor1d([3], "int32");
  const names = Object.keys(params);
  const loss = (...list: tf.Tensor[]): tf.Scalar =>
    tf.mean(tf.square(network.apply(Object.fromEntries(names.map((name, i) => [name, list[i]!])), xt, t)));
  const run = () => tf.grads(loss)(names.map((name) => params[name]!));
  tf.dispose(run());
  const before = tf.memory().numTensors;
  const gradients = run();
  expect(tf.memory().numTensors).toBe(before + gradients.length);
  tf.dispose([gradients, params, xt, t]);
});
