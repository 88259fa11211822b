import type { Engine } from "@cellgen/engine";
import {
  createImageDenoiser,
  type DenoisedImage,
  type DenoiseOptions,
  type DiffusionModel,
  noiseScheduleOf,
  type UnitImage,
} from "../src/index.ts";
import { gaussianEngine, type Normal } from "./gaussianEngine.ts";
import { normalValues } from "./normalValues.ts";
import { tinyModel } from "./tinyModel.ts";

export const model: DiffusionModel = tinyModel();
export const conditional: DiffusionModel = tinyModel({ classes: ["dark", "bright"] });
export const schedule: ReturnType<typeof noiseScheduleOf> = noiseScheduleOf(model.scheduler);
export const normal: Normal = { mean: 0.2, deviation: 0.25 };
/** That of timestep 250 exactly, so that the closed forms hold to rounding. */
export const noise: number = schedule.sqrtOneMinusAlphasCumprod[250]! / schedule.sqrtAlphasCumprod[250]!;

/** An image of independent normal values, and the same with noise. */
export function noisy(
  height: number,
  width: number,
  of = normal,
  strength = noise,
): { clean: Float32Array; image: UnitImage } {
  const size = height * width;
  const clean = normalValues(1, size).map((value) => of.mean + of.deviation * value);
  const ofNoise = normalValues(2, size);
  const values = clean.map((value, i) => value + strength * ofNoise[i]!);
  return { clean, image: { values, height, width, channels: 1 } };
}

/** What the denoiser of `normal`, or of another model or engine, makes of an image. */
export async function denoise(
  image: UnitImage,
  options: Partial<DenoiseOptions> = {},
  { batchSize = 4, of = model, engine = gaussianEngine(model.scheduler, () => normal) as Engine } = {},
): Promise<DenoisedImage> {
  const denoiser = await createImageDenoiser(of, engine, { batchSize });
  try {
    return await denoiser.denoise(image, { noise, mode: "mean", ...options });
  } finally {
    await denoiser.dispose();
  }
}
