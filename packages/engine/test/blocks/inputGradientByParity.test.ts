import { conv2d } from "@cellgen/nn";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { blockSizes, float, Lowered } from "./lowered.ts";

type Pads = readonly [number, number, number, number];

/** The gradient of an image of [height, width] under a filter of stride 2. */
function ofImage(
  [h, w]: readonly [number, number],
  [kh, kw]: readonly [number, number],
  pads: Pads,
  blockSize: number,
) {
  const rows = Math.floor((h + pads[0] + pads[2] - kh) / 2) + 1;
  const columns = Math.floor((w + pads[1] + pads[3] - kw) / 2) + 1;
  return new Lowered(
    ({ x, filter, bias, dy }) => {
      const y = (image: tf.Tensor) =>
        conv2d(image as tf.Tensor4D, filter as tf.Tensor4D, bias as tf.Tensor1D, { strides: 2, pads });
      return { dx: tf.grad((image) => tf.sum(tf.mul(y(image), dy!)))(x!) };
    },
    {
      x: float(2, h, w, 20),
      filter: float(kh, kw, 20, 24),
      bias: float(24),
      dy: float(2, rows, columns, 24),
    },
    blockSize,
  );
}

const kernels = ({ convolutions }: Lowered) =>
  convolutions.map(({ attributes }) => attributes["kernel_shape"]);

describe.each(blockSizes)("with blocks of %i channels", (blockSize) => {
  it.each<Pads>([
    [1, 1, 1, 1],
    [0, 0, 1, 1],
  ])(
    "a filter of 3x3 and stride 2 gives a gradient by four filters of its places, pads %i %i %i %i",
    (...pads) => {
      const lowered = ofImage([8, 6], [3, 3], pads, blockSize);
      // Nine places in all, as many as forward.
      expect(kernels(lowered).map(String).sort()).toEqual(["1,1", "1,2", "2,1", "2,2"]);
      expect(lowered.all("ConvTranspose")).toEqual([]);
      expect([lowered.entered, lowered.left]).toEqual([1, 1]);
    },
  );

  it("a filter of 4x4 and stride 2 gives four filters of 2x2", () => {
    const lowered = ofImage([8, 6], [4, 4], [1, 1, 1, 1], blockSize);
    expect(kernels(lowered)).toEqual(new Array(4).fill([2, 2]));
    expect(lowered.all("ConvTranspose")).toEqual([]);
  });
});
