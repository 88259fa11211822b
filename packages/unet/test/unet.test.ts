import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { padToLevels } from "../src/blocks/padToLevels.ts";
import { pixelUnshuffle } from "../src/blocks/pixelShuffle.ts";
import type { UnetCondition } from "../src/index.ts";
import { largestDifference } from "./goldenModel.ts";
import { dropoutMasksOf, images, initialTensors, smallNetwork } from "./networks.ts";

beforeEach(async () => {
  await tf.setBackend("cpu");
  tf.engine().startScope();
});
afterEach(() => tf.engine().endScope());

const int = (...values: number[]): tf.Tensor1D => tf.tensor1d(values, "int32");

describe("apply", () => {
  test("treats each image by itself, with its own timestep and label", () => {
    const network = smallNetwork({ numClassEmbeds: 3 });
    const params = initialTensors(network);
    const both = images([2, 4, 6, 2]);
    const together = network.apply(params, both, int(10, 700), { classLabels: int(0, 2) });
    expect(together.shape).toEqual([2, 4, 6, 1]);
    [
      [10, 0],
      [700, 2],
    ].forEach(([t, label], i) => {
      const one = tf.slice(both, [i, 0, 0, 0], [1, 4, 6, 2]);
      const alone = network.apply(params, one, int(t!), { classLabels: int(label!) });
      const part = tf.slice(together, [i, 0, 0, 0], [1, 4, 6, 1]);
      expect(largestDifference(alone, part)).toBeLessThan(1e-6);
    });
  });

  test("depends on the image, the timestep and the label", () => {
    const network = smallNetwork({ numClassEmbeds: 3 });
    const params = initialTensors(network);
    const run = (xt: tf.Tensor4D, t: number, label: number) =>
      network.apply(params, xt, int(t), { classLabels: int(label) });
    const output = run(images([1, 4, 4, 2]), 10, 1);
    expect(largestDifference(output, run(images([1, 4, 4, 2], 5), 10, 1))).toBeGreaterThan(1e-3);
    expect(largestDifference(output, run(images([1, 4, 4, 2]), 20, 1))).toBeGreaterThan(1e-3);
    expect(largestDifference(output, run(images([1, 4, 4, 2]), 10, 2))).toBeGreaterThan(1e-3);
  });

  test("adds the label's row of the table to the time embedding", () => {
    const network = smallNetwork({ numClassEmbeds: 3 });
    const plain = smallNetwork();
    const params = initialTensors(network);
    const table = params["class_embedding.weight"] as tf.Tensor2D;
    const row = tf.reshape(tf.slice(table, [1, 0], [1, table.shape[1]]), [-1]);
    const bias = params["time_embedding.linear_2.bias"]!;
    const moved = { ...params, "time_embedding.linear_2.bias": tf.add(bias, row) };
    const xt = images([1, 4, 4, 2]);
    const labelled = network.apply(params, xt, int(3), { classLabels: int(1) });
    expect(largestDifference(labelled, plain.apply(moved, xt, int(3)))).toBeLessThan(1e-6);
  });

  test("gives a label outside the table the embedding 0", () => {
    const network = smallNetwork({ numClassEmbeds: 3 });
    const params = initialTensors(network);
    const xt = images([1, 4, 4, 2]);
    const outside = network.apply(params, xt, int(3), { classLabels: int(3) });
    expect(largestDifference(outside, smallNetwork().apply(params, xt, int(3)))).toBeLessThan(1e-6);
  });

  test("takes float timesteps, and whole ones as either type", () => {
    const network = smallNetwork();
    const params = initialTensors(network);
    const xt = images([1, 4, 4, 2]);
    const whole = network.apply(params, xt, int(7));
    expect(largestDifference(whole, network.apply(params, xt, tf.tensor1d([7])))).toBe(0);
    expect(largestDifference(whole, network.apply(params, xt, tf.tensor1d([7.5])))).toBeGreaterThan(1e-4);
  });

  test("pads sides that the levels cannot halve by reflection, and crops the output", () => {
    const network = smallNetwork({ dropout: 0.5 });
    const params = initialTensors(network);
    const [height, width] = [5, 7];
    const xt = images([2, height, width, 2]);
    // Row 5 repeats row 3 and column 7 repeats column 5: reflection without the edge.
    const rows = tf.gather(xt, int(0, 1, 2, 3, 4, 3), 1);
    const padded = tf.gather(rows, int(0, 1, 2, 3, 4, 5, 6, 5), 2) as tf.Tensor4D;
    const dropoutMasks = dropoutMasksOf(network, [2, height, width], 1);
    const output = network.apply(params, xt, int(3, 9), { dropoutMasks });
    expect(output.shape).toEqual([2, height, width, 1]);
    const expected = network.apply(params, padded, int(3, 9), { dropoutMasks });
    expect(largestDifference(output, tf.slice(expected, [0, 0, 0, 0], [-1, height, width, -1]))).toBe(0);
  });

  test("returns the same values twice and leaves nothing else behind", () => {
    const network = smallNetwork({ numClassEmbeds: 2, dropout: 0.5 });
    const params = initialTensors(network);
    const xt = images([1, 4, 4, 2]);
    const t = int(3);
    const dropoutMasks = dropoutMasksOf(network, [1, 4, 4], 1);
    const condition: UnetCondition = { classLabels: int(1), dropoutMasks };
    const first = network.apply(params, xt, t, condition);
    const before = tf.memory().numTensors;
    const second = network.apply(params, xt, t, condition);
    expect(tf.memory().numTensors).toBe(before + 1);
    expect(largestDifference(first, second)).toBe(0);
    expect([...Object.values(params), xt, t].filter((tensor) => tensor.isDisposed)).toEqual([]);
  });
});

describe("apply refuses", () => {
  const refusal = (
    message: string,
    xt: tf.Tensor,
    t: tf.Tensor = int(1),
    condition: UnetCondition = {},
    network = smallNetwork(),
    params = initialTensors(network),
  ) => {
    const before = tf.memory().numTensors;
    const call = () => network.apply(params, xt as tf.Tensor4D, t as tf.Tensor1D, condition);
    expect(call).toThrow(new RangeError(message));
    expect(tf.memory().numTensors).toBe(before);
  };

  test("images of other channels, of another rank, or too small for the levels", () => {
    refusal("unet: xt must have shape [?,?,?,2], got [1,4,4,3].", images([1, 4, 4, 3]));
    refusal("unet: xt must have shape [?,?,?,2], got [4,4,2].", tf.zeros([4, 4, 2]));
    const message = "unet: height and width must be integers of at least 2 for 2 levels, got 4 x 1.";
    refusal(message, images([1, 4, 1, 2]));
  });

  test("timesteps that are not one an image", () => {
    refusal("unet: t must have shape [1], got [2].", images([1, 4, 4, 2]), int(1, 2));
    refusal("unet: t must have shape [1], got [].", images([1, 4, 4, 2]), tf.scalar(1));
  });

  test("parameters that are missing or of another shape", () => {
    const network = smallNetwork();
    const { "conv_in.weight": weight, ...others } = initialTensors(network);
    const xt = images([1, 4, 4, 2]);
    const missing = 'unet: params must contain "conv_in.weight" of shape [3,3,2,4], got none.';
    refusal(missing, xt, int(1), {}, network, others);
    const wrong = { ...others, "conv_in.weight": tf.transpose(weight!, [3, 2, 0, 1]) };
    const message = 'unet: params["conv_in.weight"] must have shape [3,3,2,4], got [4,2,3,3].';
    refusal(message, xt, int(1), {}, network, wrong);
  });

  test("labels where none are taken, none where they are, and one label for two images", () => {
    const classLabels = int(1);
    refusal(
      "unet: classLabels must not be given to a network without a class embedding. Set numClassEmbeds to add one.",
      images([1, 4, 4, 2]),
      int(1),
      { classLabels },
    );
    const network = smallNetwork({ numClassEmbeds: 2 });
    const none = "unet: classLabels must be given to a network with a class embedding, got none.";
    refusal(none, images([1, 4, 4, 2]), int(1), {}, network);
    const message = "unet: classLabels must have shape [2], got [1].";
    refusal(message, images([2, 4, 4, 2]), int(1, 2), { classLabels }, network);
    const identity = smallNetwork({ classEmbedType: "identity" });
    const size = "unet: classLabels must have shape [1,16], got [1].";
    refusal(size, images([1, 4, 4, 2]), int(1), { classLabels }, identity);
  });
});

describe("checkSize", () => {
  test("takes sides of at least 2^(levels-1), square or not", () => {
    const network = smallNetwork();
    for (const [height, width] of [
      [2, 2],
      [6, 10],
      [64, 2],
      [3, 5],
    ]) {
      network.checkSize(height!, width!);
    }
  });

  test.each([
    [1, 4],
    [4, 1],
    [0, 4],
    [-2, 2],
    [2.5, 2],
    [Number.NaN, 2],
  ])("refuses %f x %f", (height, width) => {
    expect(() => smallNetwork().checkSize(height, width)).toThrow(
      new RangeError(
        `unet: height and width must be integers of at least 2 for 2 levels, got ${height} x ${width}.`,
      ),
    );
  });
});

describe("patches", () => {
  const config = { inChannels: 8, outChannels: 4, sampleSize: 4 };

  test("fold squares of pixels into channels before the network, and unfold its output", () => {
    const [folded, plain] = [smallNetwork(config, { patchSize: 2 }), smallNetwork(config)];
    expect([folded.imageChannels, plain.imageChannels]).toEqual([2, 8]);
    expect(folded.parameterShapes).toEqual(plain.parameterShapes);
    const params = initialTensors(folded);
    const xt = images([2, 8, 12, 2]);
    const output = folded.apply(params, xt, int(10, 700));
    expect(output.shape).toEqual([2, 8, 12, 1]);
    const want = plain.apply(params, pixelUnshuffle(xt, 2), int(10, 700));
    expect(largestDifference(pixelUnshuffle(output, 2), want)).toBeLessThan(1e-6);
  });

  test("are filled up by reflection where the images' sides are no multiples", () => {
    const network = smallNetwork(config, { patchSize: 2 });
    const params = initialTensors(network);
    const xt = images([1, 7, 10, 2]);
    const output = network.apply(params, xt, int(10));
    expect(output.shape).toEqual([1, 7, 10, 1]);
    const padded = network.apply(params, padToLevels(xt, 4), int(10));
    expect(largestDifference(output, tf.slice(padded, [0, 0, 0, 0], [1, 7, 10, 1]))).toBeLessThan(1e-6);
  });

  test("need channels that are multiples of their pixels, and images that hold one at the lowest level", () => {
    expect(() => smallNetwork({ inChannels: 3, outChannels: 3 }, { patchSize: 2 })).toThrow(
      new RangeError("unet: inChannels must be a multiple of 4 for patches of 2x2, got 3."),
    );
    expect(() => smallNetwork(config, { patchSize: 1.5 })).toThrow(
      new RangeError("unet: patchSize must be an integer in 1…16, got 1.5."),
    );
    expect(() => smallNetwork(config, { patchSize: 2 }).checkSize(3, 8)).toThrow(
      "unet: height and width must be integers of at least 4 for 2 levels and patches of 2x2, got 3 x 8.",
    );
  });
});
