import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { type Conv2dOptions, conv2d } from "../src/index.ts";
import { type Array64, values } from "./arrays.ts";
import { backends, useBackend } from "./backends.ts";
import { expectLayer, expectNoLeak, type LayerCase } from "./expectLayer.ts";

/** y[n,i,j,k] = bias[k] + Σ x[n, i·s + u − top, j·s + v − left, c]·filter[u,v,c,k] */
function convolution(x: Array64, filter: Array64, bias: Array64, options: Conv2dOptions): Array64 {
  const { strides = 1, pads = [0, 0, 0, 0] } = options;
  const [batch, height, width, channels] = x.shape as [number, number, number, number];
  const [rows, columns, , outChannels] = filter.shape as [number, number, number, number];
  const outHeight = Math.floor((height + pads[0] + pads[2] - rows) / strides) + 1;
  const outWidth = Math.floor((width + pads[1] + pads[3] - columns) / strides) + 1;
  const y: number[] = [];
  for (let n = 0; n < batch; n++)
    for (let i = 0; i < outHeight; i++)
      for (let j = 0; j < outWidth; j++)
        for (let k = 0; k < outChannels; k++) {
          let sum = bias.data[k]!;
          for (let u = 0; u < rows; u++)
            for (let v = 0; v < columns; v++) {
              const row = i * strides + u - pads[0];
              const column = j * strides + v - pads[1];
              if (row < 0 || row >= height || column < 0 || column >= width) continue;
              for (let c = 0; c < channels; c++)
                sum +=
                  x.data[((n * height + row) * width + column) * channels + c]! *
                  filter.data[((u * columns + v) * channels + c) * outChannels + k]!;
            }
          y.push(sum);
        }
  return { shape: [batch, outHeight, outWidth, outChannels], data: Float64Array.from(y) };
}

function layerCase(x: number[], filter: [number, number, number], options: Conv2dOptions): LayerCase {
  const [rows, columns, outChannels] = filter;
  return {
    inputs: [values(x, 1), values([rows, columns, x[3]!, outChannels], 2), values([outChannels], 3)],
    layer: (...tensors) => conv2d(...(tensors as [tf.Tensor4D, tf.Tensor4D, tf.Tensor1D]), options),
    reference: (x64, filter64, bias64) => convolution(x64, filter64, bias64, options),
  };
}

const cases: Record<string, LayerCase> = {
  "3x3, a row of zeros all around": layerCase([2, 5, 4, 3], [3, 3, 2], { pads: [1, 1, 1, 1] }),
  "3x3 without pads": layerCase([2, 5, 4, 1], [3, 3, 3], {}),
  "1x1": layerCase([2, 3, 4, 3], [1, 1, 2], {}),
  "1x1 with pads": layerCase([1, 3, 2, 2], [1, 1, 2], { pads: [1, 0, 2, 1] }),
  "2x3 with four different pads": layerCase([2, 4, 5, 2], [2, 3, 3], { pads: [0, 1, 2, 3] }),
  "3x3 on a single pixel": layerCase([2, 1, 1, 2], [3, 3, 2], { pads: [1, 1, 1, 1] }),
  "stride 2, even size, zeros all around": layerCase([2, 6, 4, 3], [3, 3, 2], {
    strides: 2,
    pads: [1, 1, 1, 1],
  }),
  "stride 2, even size, zeros right and below": layerCase([2, 6, 4, 2], [3, 3, 3], {
    strides: 2,
    pads: [0, 0, 1, 1],
  }),
  "stride 2, odd size, zeros all around": layerCase([2, 5, 7, 2], [3, 3, 2], {
    strides: 2,
    pads: [1, 1, 1, 1],
  }),
  "stride 2, a last row that no place reaches": layerCase([1, 6, 5, 2], [3, 3, 2], { strides: 2 }),
  "stride 2, 1x1": layerCase([2, 5, 4, 2], [1, 1, 3], { strides: 2 }),
  "stride 2, 2x2 with pads wider than the filter": layerCase([1, 4, 3, 2], [2, 2, 2], {
    strides: 2,
    pads: [2, 3, 3, 2],
  }),
};

describe.each(backends)("conv2d on %s", (backend) => {
  beforeAll(() => useBackend(backend));

  it.each(Object.keys(cases))("%s: a loop's values, gradients by finite differences", (name) => {
    expectLayer(cases[name]!);
  });

  it("leaks nothing", () => {
    for (const layer of Object.values(cases)) expectNoLeak(layer);
  });
});

describe("conv2d", () => {
  beforeAll(() => useBackend("cpu"));

  it("rejects shapes that do not fit, other strides and pads, filters larger than the image, and int32", () => {
    tf.tidy(() => {
      const x = tf.zeros([1, 4, 4, 3]) as tf.Tensor4D;
      const filter = tf.zeros([3, 3, 3, 2]) as tf.Tensor4D;
      const bias = tf.zeros([2]) as tf.Tensor1D;
      const narrow = tf.zeros([3, 3, 1, 2]) as tf.Tensor4D;
      expect(() => conv2d(x, narrow, bias)).toThrow(
        "conv2d: filter must have shape [?,?,3,?], got [3,3,1,2].",
      );
      expect(() => conv2d(x, filter, tf.zeros([1]))).toThrow("conv2d: bias must have shape [2], got [1].");
      expect(() => conv2d(tf.zeros([4, 4, 3]) as tf.Tensor as tf.Tensor4D, filter, bias)).toThrow(RangeError);
      expect(() => conv2d(tf.zeros([1, 4, 4, 3], "int32"), filter, bias)).toThrow(
        "conv2d: x must be float32, got int32. Convert it with tf.cast.",
      );
      expect(() => conv2d(tf.zeros([1, 4, 4, 3], "int32"), filter, bias)).toThrow(TypeError);
      // @ts-expect-error no such stride
      expect(() => conv2d(x, filter, bias, { strides: 3 })).toThrow("conv2d: strides must be 1 or 2, got 3.");
      expect(() => conv2d(x, filter, bias, { pads: [0, 0, -1, 0] })).toThrow("got [0,0,-1,0].");
      // @ts-expect-error four are needed
      expect(() => conv2d(x, filter, bias, { pads: [1, 1] })).toThrow(RangeError);
      expect(() => conv2d(tf.zeros([1, 2, 4, 3]), filter, bias)).toThrow(
        "conv2d: x must be at least as large as the filter [3,3], got [2,4] including padding.",
      );
    });
  });
});
