import { describe, expect, it } from "vitest";
import { beforeClipping, tailMean } from "../../src/denoise/beforeClipping.ts";
import { denoise, model, noisy } from "../denoiseNormal.ts";
import { gaussianEngine, type Normal } from "../gaussianEngine.ts";

const meanOf = (values: Float32Array): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

describe("values that were cut off", () => {
  const bright: Normal = { mean: 0.9, deviation: 0.05 };
  const engine = gaussianEngine(model.scheduler, () => bright);
  const { clean, image } = noisy(40, 40, bright);
  const cutOff = { ...image, values: image.values.map((value) => Math.min(Math.max(value, -1), 1)) };

  it("are taken for what they may have been: the estimate is not darker than the image", async () => {
    const bias = (of: Float32Array) => meanOf(of) - meanOf(clean.map((value) => Math.min(value, 1)));
    const plain = await denoise(cutOff, {}, { engine });
    const corrected = await denoise(cutOff, { limits: [-1, 1] }, { engine });
    // The mean of cut-off values is 0.12 below that of the image; of it the filter takes d² / (d² + s²) = 0.015.
    const whole = await denoise(image, {}, { engine });
    expect(bias(whole.estimate.values) - bias(plain.estimate.values)).toBeGreaterThan(0.001);
    expect(Math.abs(bias(whole.estimate.values) - bias(corrected.estimate.values))).toBeLessThan(0.0005);
    expect(plain.residual.warnings.map(({ message }) => message).join()).toMatch(/brighter/);
    expect(corrected.residual.warnings).toEqual([]);
    expect(corrected.calls).toBe(2 * plain.calls);
  });

  it("change nothing where there are none", async () => {
    const inside = { ...image, values: image.values.map((value) => Math.min(Math.max(value, -0.99), 0.99)) };
    const plain = await denoise(inside, { mode: "sample", samples: 2, steps: 2 }, { engine });
    expect(
      await denoise(inside, { mode: "sample", samples: 2, steps: 2, limits: [-1, 1] }, { engine }),
    ).toEqual(plain);
  });

  it("have the mean of the normal distribution's tail", () => {
    // Values of sqrt(2 / π) exp(-a² / 2) / erfc(a / sqrt(2)) in Python.
    for (const [a, mean] of [
      [-3, 0.0044378],
      [0, 0.7978846],
      [1, 1.5251353],
      [2.4, 2.7318612],
      [2.6, 2.9140574],
      [10, 10.0980932],
    ] as const)
      expect(tailMean(a) / mean).toBeCloseTo(1, 3);
    const values = beforeClipping(Float32Array.of(-1, 0.5, 1), [-0.8, 0.4, 1.1], 0.2, [-1, 1]);
    expect(values[0]).toBeCloseTo(-0.8 - 0.2 * 1.5251353, 4);
    expect(values[1]).toBeCloseTo(0.5, 6);
    expect(values[2]).toBeCloseTo(1.1 + 0.2 * tailMean(-0.5), 6);
  });
});
