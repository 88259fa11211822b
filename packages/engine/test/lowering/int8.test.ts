import { conv2d, groupNorm, upsample2x } from "@cellgen/nn";
import * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ConstantTensor, Engine, HostArray, Signature, TensorFunction } from "../../src/index.ts";
import { createEngine } from "../../src/node.ts";
import { values } from "../ndarray.ts";

type Filter = readonly [rows: number, columns: number, from: number, to: number];

const constant = (shape: readonly number[], seed: number, size = 1): ConstantTensor => ({
  shape,
  dtype: "float32",
  data: Float32Array.from(values(shape, seed, -size, size).data),
});

/** A filter and a bias that keep numbers at about their size. */
const layer = (filter: Filter, seed: number): Record<string, ConstantTensor> => ({
  filter: constant(filter, seed, (3 / (filter[0] * filter[1] * filter[2])) ** 0.5),
  bias: constant([filter[3]], seed + 1),
});

const images = (shape: readonly number[], seed: number): Float32Array =>
  Float32Array.from(values(shape, seed).data);

/** The root of the mean square of the differences, as a share of the values' own. */
function relativeError(actual: HostArray, expected: HostArray): number {
  let [difference, size] = [0, 0];
  for (const [i, value] of expected.entries()) {
    difference += (actual[i]! - value) ** 2;
    size += value ** 2;
  }
  return Math.sqrt(difference / size);
}

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine("onnx");
});
afterAll(() => engine.dispose());

/** Runs a function in float32 and in eight bits on images of its calibration. */
async function both(fn: TensorFunction, shape: readonly number[], constants: Record<string, ConstantTensor>) {
  const signature: Signature = { x: { shape, dtype: "float32" } };
  const calibration = [1, 2, 3].map((seed) => ({ x: images(shape, seed) }));
  const exact = await engine.compile(fn, signature, { constants });
  const rounded = await engine.compile(fn, signature, { constants, int8: { calibration } });
  const given = calibration[1]!;
  const [expected, actual] = [(await exact(given))["y"]!, (await rounded(given))["y"]!];
  return { expected, actual, error: relativeError(actual, expected), exact, rounded };
}

type Layers = (x: tf.Tensor4D, filter: tf.Tensor4D, bias: tf.Tensor1D) => tf.Tensor;
const networkOf =
  (layers: Layers): TensorFunction =>
  ({ x, filter, bias }) => ({
    y: layers(x as tf.Tensor4D, filter as tf.Tensor4D, bias as tf.Tensor1D),
  });
const same = { pads: [1, 1, 1, 1] } as const;

describe("int8", () => {
  it.each<[string, readonly number[], Filter, Layers]>([
    ["a convolution", [2, 6, 6, 16], [3, 3, 16, 16], (x, filter, bias) => conv2d(x, filter, bias, same)],
    ["of odd sizes", [3, 7, 5, 18], [3, 3, 18, 21], (x, filter, bias) => conv2d(x, filter, bias, same)],
    ["of two by one pixels", [1, 4, 5, 20], [2, 1, 20, 16], (x, filter, bias) => conv2d(x, filter, bias)],
    [
      "with strides and uneven pads",
      [2, 7, 8, 16],
      [3, 3, 16, 32],
      (x, filter, bias) => conv2d(x, filter, bias, { strides: 2, pads: [0, 1, 1, 0] }),
    ],
    [
      "after doubling",
      [2, 3, 4, 16],
      [3, 3, 16, 16],
      (x, filter, bias) => conv2d(upsample2x(x), filter, bias, same),
    ],
    [
      "between group norms, added to its input",
      [2, 6, 6, 16],
      [3, 3, 16, 16],
      (x, filter, bias) => {
        const options = { groups: 4, epsilon: 1e-5, silu: true };
        const ones = tf.ones([16]) as tf.Tensor1D;
        const shift = tf.reshape(tf.mean(x, [1, 2]), [2, 1, 1, 16]);
        const inside = conv2d(groupNorm(x, ones, bias, options), filter, bias, same);
        return tf.add(x, groupNorm(tf.add(inside, shift) as tf.Tensor4D, ones, bias, options));
      },
    ],
  ])("computes %s with an error of about a percent", async (_, shape, filter, layers) => {
    const { error } = await both(networkOf(layers), shape, layer(filter, 4));
    expect(error).toBeLessThan(0.012);
    // It is not float32.
    expect(error).toBeGreaterThan(0.001);
  });

  it("leaves convolutions of one pixel or few channels in float32", async () => {
    const single = await both(
      networkOf((x, filter, bias) => conv2d(x, filter, bias)),
      [2, 4, 4, 16],
      layer([1, 1, 16, 16], 4),
    );
    expect(single.error).toBeLessThan(1e-6);
    const few = await both(
      networkOf((x, filter, bias) => conv2d(x, filter, bias, same)),
      [2, 4, 4, 3],
      layer([3, 3, 3, 16], 4),
    );
    expect(few.error).toBeLessThan(1e-6);
  });

  it("cuts off what lies outside of what it was calibrated on", async () => {
    const shape = [1, 4, 4, 16];
    const { rounded, exact, expected } = await both(
      networkOf((x, filter, bias) => conv2d(x, filter, bias, same)),
      shape,
      layer([3, 3, 16, 16], 4),
    );
    const greater = { x: images(shape, 2).map((value) => 100 * value) };
    const greatest = (array: HostArray) => Math.max(...Array.from(array, Math.abs));
    expect(greatest((await exact(greater))["y"]!)).toBeGreaterThan(50 * greatest(expected));
    expect(greatest((await rounded(greater))["y"]!)).toBeLessThan(2 * greatest(expected));
  });

  it("gives the same bytes each time, and leaves the constants as they were", async () => {
    const shape = [1, 4, 4, 16];
    const constants = layer([3, 3, 16, 16], 4);
    const before = constants["filter"]!.data.slice();
    const fn = networkOf((x, filter, bias) => conv2d(x, filter, bias, same));
    const first = await both(fn, shape, constants);
    expect((await both(fn, shape, constants)).actual).toEqual(first.actual);
    expect(constants["filter"]!.data).toEqual(before);
  });
});

describe("int8 is refused", () => {
  const shape = [1, 4, 4, 16];
  const signature: Signature = { x: { shape, dtype: "float32" } };
  const constants = layer([3, 3, 16, 16], 4);
  const fn = networkOf((x, filter, bias) => conv2d(x, filter, bias, same));
  const compile = (calibration: readonly Record<string, HostArray>[], of = fn, on = engine) =>
    on.compile(of, signature, { constants, int8: { calibration } });

  it("without inputs to calibrate on", async () => {
    await expect(compile([])).rejects.toThrow(
      "compile: int8.calibration must hold inputs to run the function on, got none. Give representative inputs.",
    );
  });

  it("for inputs that do not fit, saying which", async () => {
    const good = { x: images(shape, 1) };
    await expect(compile([good, { x: new Float32Array(3) }])).rejects.toThrow(
      new RangeError(
        'compile: int8.calibration[1]: input "x" must have 256 values for shape [1,4,4,16], got 3. Compile the function for this shape.',
      ),
    );
    await expect(compile([{}])).rejects.toThrow(
      new RangeError('compile: int8.calibration[0]: input "x" must be given, got none.'),
    );
    await expect(compile([good, good, { ...good, z: images(shape, 1) }])).rejects.toThrow(
      new RangeError('compile: int8.calibration[2]: input "z" must be in the signature: x.'),
    );
    await expect(compile([{ x: new Int32Array(256) }])).rejects.toThrow(
      new TypeError('compile: int8.calibration[0]: input "x" must be a Float32Array, got Int32Array.'),
    );
  });

  it.each([Infinity, -Infinity, Number.NaN])("for inputs that lead to %d", async (number) => {
    for (const at of [0, 77, 255]) {
      const x = images(shape, 1).fill(number, at, at + 1);
      await expect(compile([{ x: images(shape, 2) }, { x }])).rejects.toThrow(
        /^compile: int8\.calibration\[1\] must produce finite numbers, got (-?Infinity at a convolution|NaN at index \d+ of "x")\. Check it and the weights for invalid values\.$/,
      );
    }
  });

  it("for gradients", async () => {
    const gradient: TensorFunction = ({ x, filter, bias }) => ({
      y: tf.grad((image) =>
        tf.sum(conv2d(image as tf.Tensor4D, filter as tf.Tensor4D, bias as tf.Tensor1D, same)),
      )(x!),
    });
    await expect(compile([{ x: images(shape, 1) }], gradient)).rejects.toThrow(
      "compile: int8 must be omitted for a function with gradients, which quantization makes inaccurate. Use float32.",
    );
  });

  it.each(["wasm", "cpu"] as const)("by engine %s, which names the one that can", async (name) => {
    const other = await createEngine(name);
    await expect(compile([{ x: images(shape, 1) }], fn, other)).rejects.toThrow(
      `compile: int8 must be omitted for engine ${name}, which supports only float32. Use engine onnx.`,
    );
    await other.dispose();
  });
});
