import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { largestDifference } from "./goldenModel.ts";
import { dropoutMasksOf, images, initialTensors, smallNetwork } from "./networks.ts";

beforeEach(async () => {
  await tf.setBackend("cpu");
  tf.engine().startScope();
});
afterEach(() => tf.engine().endScope());

const network = smallNetwork({ dropout: 0.25 });
const shapes = network.dropoutShapes(2, 4, 6);

/** Masks of one value, except for those given. */
function masks(value: number, others: Record<string, tf.Tensor> = {}): Record<string, tf.Tensor4D> {
  return { ...dropoutMasksOf(network, [2, 4, 6], value), ...(others as Record<string, tf.Tensor4D>) };
}

function run(
  dropoutMasks?: Record<string, tf.Tensor4D>,
  params: Record<string, tf.Tensor> = initialTensors(network),
): tf.Tensor4D {
  const t = tf.tensor1d([3, 800], "int32");
  return network.apply(params, images([2, 4, 6, 2]), t, dropoutMasks ? { dropoutMasks } : {});
}

describe("dropoutShapes", () => {
  test("has the shape of each residual block's output", () => {
    expect(shapes).toEqual({
      "down_blocks.0.resnets.0": [2, 4, 6, 4],
      "down_blocks.1.resnets.0": [2, 2, 3, 8],
      "mid_block.resnets.0": [2, 2, 3, 8],
      "mid_block.resnets.1": [2, 2, 3, 8],
      "up_blocks.0.resnets.0": [2, 2, 3, 8],
      "up_blocks.0.resnets.1": [2, 2, 3, 8],
      "up_blocks.1.resnets.0": [2, 4, 6, 4],
      "up_blocks.1.resnets.1": [2, 4, 6, 4],
    });
  });

  test("is empty without dropout, and refuses sizes that the network does", () => {
    expect(smallNetwork().dropoutShapes(2, 4, 6)).toEqual({});
    expect(() => network.dropoutShapes(2, 4, 1)).toThrow(RangeError);
  });
});

describe("dropout masks", () => {
  test("of ones are no dropout, as none are", () => {
    expect(largestDifference(run(masks(1)), run())).toBe(0);
  });

  test.each(Object.keys(shapes))("of %s multiply what its second convolution takes", (name) => {
    const params = initialTensors(network);
    const weight = `${name}.conv2.weight`;
    const scaled = { ...params, [weight]: tf.mul(params[weight]!, 4 / 3) };
    const mask = tf.fill([...shapes[name]!], 4 / 3);
    const masked = run(masks(1, { [name]: mask }), params);
    expect(largestDifference(masked, run(undefined, scaled))).toBeLessThan(1e-6);
    expect(largestDifference(masked, run(undefined, params))).toBeGreaterThan(1e-4);
  });

  test("take single values of single images out", () => {
    const name = "up_blocks.1.resnets.1";
    const values = tf.buffer(shapes[name] as [number, number, number, number], "float32");
    values.values.fill(1);
    values.set(0, 1, 3, 5, 2);
    const difference = tf.abs(tf.sub(run(masks(1, { [name]: values.toTensor() })), run()));
    const [first, second] = tf.unstack(tf.squeeze(tf.max(difference, 3))) as [tf.Tensor2D, tf.Tensor2D];
    expect(tf.max(first).arraySync()).toBe(0);
    // Convolutions of 3x3 spread it: conv2 by a pixel, conv_out by another; the norm between them over the whole image.
    expect(second.arraySync()[3]![5]).toBeGreaterThan(1e-4);
  });

  test("are refused where the network has no dropout, one is missing, unknown, or of another shape", () => {
    const none = { dropoutMasks: { "mid_block.resnets.0": tf.ones([1, 2, 2, 8]) as tf.Tensor4D } };
    const plain = smallNetwork();
    expect(() =>
      plain.apply(initialTensors(plain), images([1, 4, 4, 2]), tf.tensor1d([1], "int32"), none),
    ).toThrow(
      new RangeError('unet: dropoutMasks must have the names of dropoutShapes, got "mid_block.resnets.0".'),
    );

    const { "mid_block.resnets.1": _, ...missing } = masks(1);
    expect(() => run(missing)).toThrow(
      new RangeError('unet: dropoutMasks must contain "mid_block.resnets.1", got none.'),
    );
    expect(() => run(masks(1, { conv_in: tf.ones([2, 4, 6, 4]) }))).toThrow(/got "conv_in"/);
    expect(() => run(masks(1, { "mid_block.resnets.1": tf.ones([1, 1, 1, 8]) }))).toThrow(
      new RangeError('unet: dropoutMasks["mid_block.resnets.1"] must have shape [2,2,3,8], got [1,1,1,8].'),
    );
  });
});
