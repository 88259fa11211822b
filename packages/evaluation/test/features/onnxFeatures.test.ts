import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { traceToOnnx } from "@cellgen/engine";
import * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ImageSet } from "../../src/index.ts";
import { onnxFeatures } from "../../src/node.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "cellgen-onnx-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** Writes a function of images as an ONNX file. */
async function model(
  name: string,
  shape: readonly number[],
  fn: (images: tf.Tensor) => tf.Tensor,
  dtype: "float32" | "int32" = "float32",
): Promise<string> {
  const file = join(folder, name);
  await writeFile(
    file,
    traceToOnnx(({ images }) => ({ features: fn(images!) }), { images: { shape, dtype } }),
  );
  return file;
}

/** Three images of 4x4, red -1, 0 and 1, green 0, blue 1. */
const images: ImageSet = {
  values: Float32Array.from({ length: 3 * 48 }, (_, i) => [Math.floor(i / 48) - 1, 0, 1][i % 3]!),
  height: 4,
  width: 4,
  channels: 3,
};

describe("onnxFeatures", () => {
  it.each([
    ["NHWC of a batch of two", [2, 4, 4, 3], [1, 2]],
    ["NCHW of one image, enlarged", [1, 3, 8, 8], [2, 3]],
  ])("of %s: the mean of each channel in 0…1", async (name, shape, axes) => {
    const file = await model(`${name}.onnx`, shape, (x) => tf.mean(x, axes));
    const features = await onnxFeatures(file);
    expect(features).toMatchObject({ name: `${name}.onnx`, dimension: 3 });
    expect(Array.from(await features.features(images), (value) => Number(value.toFixed(5)))).toEqual([
      0, 0.5, 1, 0.5, 0.5, 1, 1, 0.5, 1,
    ]);
    await features.dispose();
  });

  it("of a map has the mean over its places, and of a model of gray images the luminance", async () => {
    const map = await onnxFeatures(await model("map.onnx", [1, 1, 4, 4], (x) => tf.add(x, 1)), {
      range: [-1, 1],
    });
    expect(map.dimension).toBe(1);
    const [first] = await map.features(images);
    expect(first).toBeCloseTo(1 + 0.299 * -1 + 0.114, 5);
    await map.dispose();
  });

  it("rejects, in one line with the file's name, what is no model of images", async () => {
    const broken = join(folder, "broken.onnx");
    await writeFile(broken, "not a model");
    const vector = await model("vector.onnx", [1, 12], (x) => tf.add(x, 1));
    const five = await model("five.onnx", [1, 5, 8, 8], (x) => tf.mean(x, [2, 3]));
    const whole = await model("whole.onnx", [1, 3, 8, 8], (x) => tf.cast(x, "float32"), "int32");
    for (const [file, message] of [
      [broken, /must be an ONNX model that ONNX Runtime can load/],
      [join(folder, "missing.onnx"), /must be an ONNX model/],
      [vector, /must take images of 1 or 3 channels, got an input of shape \[1,12\]/],
      [five, /must take images of 1 or 3 channels, got an input of shape \[1,5,8,8\]/],
      [whole, /must take float32 or uint8, got int32/],
    ] as const) {
      const error = await onnxFeatures(file).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(RangeError);
      expect((error as Error).message).toMatch(message);
      expect((error as Error).message).toContain(file);
      expect((error as Error).message).not.toContain("\n");
    }
    const fine = await model("fine.onnx", [1, 4, 4, 3], (x) => tf.mean(x, [1, 2]));
    await expect(onnxFeatures(fine, { range: [1, 1] })).rejects.toThrow(
      "onnxFeatures: range must be [black, white] in ascending order, got [1, 1].",
    );
  });
});
