import { seededNoise } from "@cellgen/samplers";
import { expect, it } from "vitest";
import { noiseScheduleOf } from "../../src/index.ts";
import { calibrationInputs } from "../../src/network/calibrationInputs.ts";
import { rangeError } from "../rangeError.ts";
import { tinyModel } from "../tinyModel.ts";

const size = { height: 8, width: 8, channels: 1 };
const image = (value: number, label?: number) => ({
  ...size,
  values: new Float32Array(64).fill(value),
  label,
});

it("calibrationInputs gives 128 images in whole batches, at timesteps spread evenly over the schedule", () => {
  for (const batchSize of [1, 8, 40, 200]) {
    const batches = calibrationInputs("generate", tinyModel(), [image(0)], batchSize);
    expect(batches).toHaveLength(Math.ceil(128 / batchSize));
    const t = batches.flatMap((batch) => [...batch["t"]!]).sort((a, b) => a - b);
    expect(t).toHaveLength(batches.length * batchSize);
    for (const [i, step] of t.entries()) expect(step).toBe(Math.floor(((i + 0.5) * 1000) / t.length));
    for (const batch of batches) {
      expect(Object.keys(batch)).toEqual(["xt", "t"]);
      expect(batch["xt"]).toHaveLength(batchSize * 64);
    }
  }
});

it("calibrationInputs takes x_t from the images in turn", () => {
  const model = tinyModel();
  const { sqrtAlphasCumprod, sqrtOneMinusAlphasCumprod } = noiseScheduleOf(model.scheduler);
  const [, second] = calibrationInputs("generate", model, [image(0.5), image(-1), image(0.25)], 2);
  // Batch 1 of 64 has places 1 and 65.
  const noise = seededNoise(0, [1, 65], [8, 8, 1]).initial();
  for (const [k, value] of [-1, 0.25].entries()) {
    const t = second!["t"]![k]!;
    expect(t).toBe(k === 0 ? 11 : 511);
    for (const i of [0, 63]) {
      const expected = sqrtAlphasCumprod[t]! * value + sqrtOneMinusAlphasCumprod[t]! * noise[k * 64 + i]!;
      expect(second!["xt"]![k * 64 + i]).toBeCloseTo(expected, 6);
    }
  }
});

it("calibrationInputs gives classes, and the null class to every third image", () => {
  const model = tinyModel({ classes: ["red", "white"] });
  const labels = calibrationInputs("generate", model, [image(0, 0), image(0, 1)], 1).map(
    (batch) => batch["labels"]![0],
  );
  expect(labels.slice(0, 6)).toEqual([0, 1, 2, 1, 0, 2]);
  const unknown = calibrationInputs("generate", model, [image(0)], 1).map((batch) => batch["labels"]![0]);
  expect(new Set(unknown)).toEqual(new Set([2]));
});

it("calibrationInputs is the same each time", () => {
  const first = calibrationInputs("generate", tinyModel(), [image(0.5)], 8);
  expect(calibrationInputs("generate", tinyModel(), [image(0.5)], 8)).toEqual(first);
});

it("calibrationInputs refuses no images, and images of another size", () => {
  expect(() => calibrationInputs("generate", tinyModel(), [], 8)).toThrow(
    "generate: calibration must have at least one image, got none. Use images like the training images, or omit it to calibrate on generated images.",
  );
  const [wider, shorter] = [
    { ...image(0), width: 9 },
    { ...size, values: new Float32Array(3) },
  ];
  expect(() => calibrationInputs("generate", tinyModel(), [image(0), wider], 8)).toThrow(
    "generate: calibration[1] must be 8 x 8 x 1, like the model's images, got 8 x 9 x 1 with 64 values.",
  );
  expect(() => calibrationInputs("generate", tinyModel(), [image(0), shorter], 8)).toThrow(
    "generate: calibration[1] must be 8 x 8 x 1, like the model's images, got 8 x 8 x 1 with 3 values.",
  );
});

it.each([99, -1, 1.5, 2, Number.NaN])("calibrationInputs refuses label %d of two classes", (label) => {
  const model = tinyModel({ classes: ["red", "white"] });
  expect(() => calibrationInputs("generate", model, [image(0, 1), image(0, label)], 8)).toThrow(
    rangeError(`generate: calibration[1].label must be a class in 0…1, got ${label}.`),
  );
});

it("calibrationInputs refuses labels for a model without classes", () => {
  expect(() => calibrationInputs("generate", tinyModel(), [image(0, 0)], 8)).toThrow(
    rangeError("generate: calibration[0].label must be omitted for a model without classes."),
  );
});
