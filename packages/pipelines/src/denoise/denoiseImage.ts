import {
  bitDepthOf,
  brightestOf,
  type CellImage,
  type ImageNoise,
  imageProcessor,
  type NoiseNote,
  type NoiseWarning,
  type NoisyImage,
} from "@cellgen/data";
import { compareWithGaussianBaseline, type GaussianComparison } from "@cellgen/filters";
import type { PipelineWarning } from "../pipelineWarning.ts";
import type { DenoisedImage, ImageDenoiser } from "./createImageDenoiser.ts";
import { type DenoiseOptions, denoiseDefaults } from "./denoiseOptions.ts";
import { type DenoiseNote, denoiseNotes, denoiseWarnings } from "./denoiseWarnings.ts";
import { looksClean } from "./looksClean.ts";
import { checkReference, type ReferenceScores, referenceScores } from "./referenceScores.ts";
import type { ResidualWarningCode } from "./residualCheck.ts";
import { type Uncertainty, uncertaintyOf } from "./uncertaintyMap.ts";

export interface DenoiseImageOptions
  extends Pick<DenoiseOptions, "samples" | "seed" | "class" | "sampler" | "steps" | "signal"> {
  /** In grey levels of the file. @default { kind: "auto" }, which estimates it */
  readonly noise?: ImageNoise;
  /** "mean" has the least squared error; "sample" is sharp, with plausible details. @default "mean" */
  readonly mode?: DenoiseOptions["mode"];
  /** The largest value of all 16-bit images that are given together. @default the image's own */
  readonly brightest?: number;
  /** The image without noise, of the same size, depth and channels: what the result is compared with. */
  readonly reference?: CellImage;
  /** The share of the work that is done, 0…1. */
  readonly onProgress?: (share: number) => void;
}

export type DenoiseWarningCode = NoiseWarning["code"] | "worse-than-gaussian" | ResidualWarningCode;

/** What a model made of a noisy image. */
export interface DenoisedCellImage {
  /** The estimate, or each sample: of the image's size, depth and channels. The image itself where no noise was found. */
  readonly images: readonly CellImage[];
  /** Of several samples. */
  readonly uncertainty: Uncertainty | undefined;
  /** The image on the model's scale, with its noise. */
  readonly noisy: NoisyImage;
  /** What the model made of each field of `noisy`; [] where no noise was found. */
  readonly fields: readonly DenoisedImage[];
  /** The model's error against the best Gaussian filter's in each field; [] where it cannot be told. */
  readonly comparisons: readonly GaussianComparison[];
  /** Whether the noise was estimated, and is fine texture. */
  readonly looksClean: boolean;
  /** The result and those of classical filters against `reference`; undefined without one. */
  readonly comparison: ReferenceScores | undefined;
  /** What speaks against the result; [] where the image looks clean, or its noise is too little for the model to judge. */
  readonly warnings: readonly PipelineWarning<DenoiseWarningCode>[];
  readonly notes: readonly (NoiseNote | DenoiseNote)[];
}

/**
 * Denoises an image of any size, depth and channels, and checks the result: what was taken away against the noise, and the model's error
 * against that of the best Gaussian filter.
 *
 * @throws UnfitImageError if the noise is to be estimated from an image below 3x3; NoiseRangeError if it exceeds the image's range;
 *   RangeError if an option is out of range; the signal's reason.
 */
export async function denoiseImage(
  denoiser: ImageDenoiser,
  image: CellImage,
  options: DenoiseImageOptions = {},
): Promise<DenoisedCellImage> {
  const { noise = { kind: "auto" }, mode = "mean", samples = denoiseDefaults.samples } = options;
  const { brightest, reference, signal } = options;
  if (reference) checkReference(image, reference);
  const noisy = noisyInput(denoiser, image, noise, brightest);
  const fields = await denoiseFields(denoiser, noisy, options);
  const comparisons = await compareFields(denoiser, noisy, fields, options);
  const isClean = noise.kind === "auto" && looksClean(noisy.noise, fields, comparisons);
  const checked = { noisy, fields, comparisons, looksClean: isClean };
  const results = restored(noisy, image, fields, mode === "sample" ? samples : 1);
  return {
    ...results,
    ...checked,
    comparison: reference && (await referenceScores(noisy, image, results.images[0]!, reference, signal)),
    warnings: denoiseWarnings(checked),
    notes: [...noisy.notes, ...denoiseNotes(checked)],
  };
}

function noisyInput(
  { model: { card } }: ImageDenoiser,
  image: CellImage,
  noise: ImageNoise,
  brightest = brightestOf(image),
): NoisyImage {
  const { sourceSide } = card.training;
  const processor = imageProcessor(card);
  const bitDepth = bitDepthOf(image);
  const { width, height } = image;
  processor.checkNoise(noise, { width, height, bitDepth }, brightest);
  return processor.noisy(image, noise, {
    brightest,
    ...(typeof sourceSide === "number" ? { sourceSide } : {}),
  });
}

async function denoiseFields(
  denoiser: ImageDenoiser,
  { fields, noise, limits }: NoisyImage,
  options: DenoiseImageOptions,
): Promise<DenoisedImage[]> {
  const { mode = "mean", samples = denoiseDefaults.samples, seed = 0 } = options;
  const { sampler = denoiseDefaults.sampler, steps = denoiseDefaults.steps, signal } = options;
  const denoised: DenoisedImage[] = [];
  if (noise === 0) return denoised;
  for (const [index, field] of fields.entries()) {
    denoised.push(
      await denoiser.denoise(field, {
        noise,
        mode,
        samples,
        // Each channel has noise of its own.
        seed: seed + index,
        ...(sampler === "ddim" && samples > 1 ? { eta: 1 } : {}),
        sampler,
        steps,
        class: options.class,
        ...(limits ? { limits } : {}),
        ...(signal ? { signal } : {}),
        onProgress: ({ calls, totalCalls }) =>
          options.onProgress?.((index + calls / totalCalls) / fields.length),
      }),
    );
  }
  return denoised;
}

/** Where noise is below what the model can tell, nothing is compared: a note says so. */
async function compareFields(
  denoiser: ImageDenoiser,
  { fields, noise, limits }: NoisyImage,
  denoised: readonly DenoisedImage[],
  { class: ofClass, signal }: DenoiseImageOptions,
): Promise<GaussianComparison[]> {
  const compared: GaussianComparison[] = [];
  const request = {
    noise,
    mode: "mean",
    class: ofClass,
    ...(limits ? { limits } : {}),
    ...(signal ? { signal } : {}),
  } as const;
  for (const [index, { isBelowModel }] of denoised.entries()) {
    if (isBelowModel) continue;
    const result = await compareWithGaussianBaseline(
      fields[index]!,
      async ({ values, ...size }) => {
        const image = { ...size, values: Float32Array.from(values) };
        return (await denoiser.denoise(image, request)).estimate.values;
      },
      { sigma: noise, ...(limits ? { limits } : {}) },
    );
    if (result) compared.push(result);
  }
  return compared;
}

/** @param count - Images that are wanted: 1, or the number of samples. */
function restored(
  noisy: NoisyImage,
  image: CellImage,
  fields: readonly DenoisedImage[],
  count: number,
): Pick<DenoisedCellImage, "images" | "uncertainty"> {
  const [first] = fields;
  if (!first) return { images: new Array<CellImage>(count).fill(image), uncertainty: undefined };
  const estimates = fields.map(({ estimate }) => estimate.values);
  const deviations = fields.flatMap(({ uncertainty }) => uncertainty ?? []);
  return {
    images:
      first.samples.length > 1
        ? first.samples.map((_, k) => noisy.fromFields(fields.map(({ samples }) => samples[k]!.values)))
        : [noisy.fromFields(estimates)],
    uncertainty:
      deviations.length === 0
        ? undefined
        : uncertaintyOf(noisy.deviations(estimates, deviations), image.width * image.height),
  };
}
