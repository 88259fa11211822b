import { describe, expect, it } from "vitest";
import type { DenoiseOptions, UnitImage } from "../../src/index.ts";
import { conditional, denoise, noisy } from "../denoiseNormal.ts";
import { rangeError } from "../rangeError.ts";
import { tinyModel } from "../tinyModel.ts";

describe("what cannot be denoised is refused", () => {
  const { image } = noisy(8, 8);
  it.each<[Partial<UnitImage>, string]>([
    [{ height: 0 }, "image's height must be an integer of at least 1, got 0"],
    [{ channels: 3 }, "image must have the model's 1 channels, got 3"],
    [{ width: 9 }, "image must hold 8 x 9 x 1 = 72 values, got 64"],
    [{ values: new Float32Array(64).fill(Number.NaN, 5) }, "image must hold numbers, got NaN at 5"],
  ])("an image of %j", async (part, message) => {
    await expect(denoise({ ...image, ...part })).rejects.toThrow(rangeError(`denoise: ${message}.`));
  });

  it.each<[Partial<DenoiseOptions>, string]>([
    [{ noise: 0 }, "noise must be a number above 0, for images in [-1, 1], got 0"],
    [{ noise: Number.NaN }, "noise must be a number above 0, for images in [-1, 1], got NaN"],
    [{ noise: 1e6 }, "noise must be at most 2.03e+4, that of the model's last timestep, got 1000000"],
    [{ mode: "median" as never }, 'mode must be "mean" or "sample", got "median"'],
    [{ samples: 0 }, "samples must be an integer in 1…2^32, got 0"],
    [{ seed: -1 }, "seed must be an integer in 0…2^53-1, got -1"],
    [{ steps: 0 }, "steps must be an integer in 1…1000, got 0"],
    [{ sampler: "euler" as never }, "sampler must be one of dpm++2m, ddim, ddpm, or a function, got euler"],
    [
      { samples: 2, sampler: "ddim" },
      'sampler must add noise for 2 samples, which would otherwise be equal, got "ddim" with eta 0. Use "ddpm", or "ddim" with eta 1',
    ],
    [{ limits: [1, -1] }, "limits must be [min, max] with min < max, got [1,-1]"],
    [{ class: 0 }, "class must be omitted for a model without classes"],
  ])("%j", async (options, message) => {
    await expect(denoise(image, options)).rejects.toThrow(rangeError(`denoise: ${message}.`));
  });

  it("a class that the model does not know, no class where there is no null class, a batch of none", async () => {
    await expect(denoise(image, { class: 2 }, { of: conditional })).rejects.toThrow(
      rangeError("denoise: class must be a class in 0…1, got 2."),
    );
    const without = tinyModel({ classes: ["a", "b"], network: { numClassEmbeds: 2 } });
    await expect(denoise(image, {}, { of: without })).rejects.toThrow(
      rangeError("denoise: class is required, because this model has no null class. Choose from a, b."),
    );
    await expect(denoise(image, {}, { batchSize: 0 })).rejects.toThrow(
      rangeError("createImageDenoiser: batchSize must be an integer of at least 1, got 0."),
    );
  });
});
