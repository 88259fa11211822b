import {
  type CellImage,
  type FitNote,
  type ImageNoise,
  imageProcessor,
  measureRanges,
  type NoiseNote,
  type NoisyImage,
  pixelTypeOf,
  type SetRange,
} from "@cellgen/data";
import { compareWithGaussianBaseline, type GaussianComparison } from "@cellgen/filters";
import type { DenoiseWarningCode, PipelineWarning } from "../pipelineWarning.ts";
import type { DenoisedImage, ImageDenoiser } from "./createImageDenoiser.ts";
import { type DenoiseOptions, denoiseDefaults, denoiseSampling } from "./denoiseOptions.ts";
import { type DenoiseNote, denoiseNotes, denoiseWarnings } from "./denoiseWarnings.ts";
import { looksClean } from "./looksClean.ts";
import { checkReference, type ReferenceScores, referenceScores } from "./referenceScores.ts";
import { type Uncertainty, uncertaintyOf } from "./uncertaintyMap.ts";

/** Options of `denoiseImage`. */
export interface DenoiseImageOptions
  extends Pick<DenoiseOptions, "samples" | "seed" | "class" | "sampler" | "steps" | "signal"> {
  /** Noise in gray levels of the file. @default { kind: "auto" }, which estimates it */
  readonly noise?: ImageNoise;
  /** "mean" has the minimum expected squared error; "sample" is sharp, with plausible details. @default "mean" */
  readonly mode?: DenoiseOptions["mode"];
  /** Measured ranges of all images processed together, see `measureRanges` of @cellgen/data. @default those of the image */
  readonly inputRanges?: readonly SetRange[];
  /** Clean image of the same size, depth and channels, to compare the result with. */
  readonly reference?: CellImage;
  /** Called with the completed share of the work, 0…1. */
  readonly onProgress?: (share: number) => void;
}

/** Result of denoising an image. */
export interface DenoisedCellImage {
  /** The estimate, or all samples, in the image's size, depth and channels. The unchanged image if no noise was found. */
  readonly images: readonly CellImage[];
  /** Uncertainty if there are several samples. */
  readonly uncertainty: Uncertainty | undefined;
  /** The image on the model's scale, with its noise. */
  readonly noisy: NoisyImage;
  /** Result for each field of `noisy`; [] if no noise was found. */
  readonly fields: readonly DenoisedImage[];
  /** Error of the model compared with that of the best Gaussian filter in each field; [] where no comparison is possible. */
  readonly comparisons: readonly GaussianComparison[];
  /** Whether the noise was estimated and is mostly fine texture. */
  readonly looksClean: boolean;
  /** Scores of the result and of classical filters against `reference`; undefined without a reference. */
  readonly comparison: ReferenceScores | undefined;
  /** Warnings about the result; [] if the image looks clean, or its noise is below the minimum that the model can assess. */
  readonly warnings: readonly PipelineWarning<DenoiseWarningCode>[];
  readonly notes: readonly (NoiseNote | FitNote | DenoiseNote)[];
}

/**
 * Denoise an image of any size, depth and channels, and check the result: compare the residual with the noise, and the model's error with that
 * of the best Gaussian filter.
 *
 * @throws UnfitImageError if the noise is to be estimated and the image is smaller than 3x3; NoiseRangeError if the noise exceeds the image's
 *   range; RangeError if an option is out of range; the signal's reason when aborted.
 */
export async function denoiseImage(
  denoiser: ImageDenoiser,
  image: CellImage,
  options: DenoiseImageOptions = {},
): Promise<DenoisedCellImage> {
  const { noise = { kind: "auto" }, mode = "mean", samples = denoiseDefaults.samples } = options;
  const { inputRanges, reference, signal } = options;
  if (reference) checkReference(image, reference);
  const noisy = noisyInput(denoiser, image, noise, inputRanges);
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
  inputs: readonly SetRange[] = measureRanges([image]),
): NoisyImage {
  const { sourceSide } = card.training;
  const processor = imageProcessor(card);
  processor.checkNoise(noise, { ...image, pixelType: pixelTypeOf(image.data) }, inputs);
  return processor.noisy(image, noise, {
    inputs,
    ...(typeof sourceSide === "number" ? { sourceSide } : {}),
  });
}

async function denoiseFields(
  denoiser: ImageDenoiser,
  { fields, noise, fieldNoise, limits }: NoisyImage,
  options: DenoiseImageOptions,
): Promise<DenoisedImage[]> {
  const { mode = "mean", samples = denoiseDefaults.samples, seed = 0 } = options;
  const { signal } = options;
  const denoised: DenoisedImage[] = [];
  if (noise === 0) return denoised;
  const sampling = denoiseSampling(options);
  for (const [index, field] of fields.entries()) {
    denoised.push(
      await denoiser.denoise(field, {
        noise: fieldNoise[index]!,
        mode,
        samples,
        // Channels have independent noise.
        seed: seed + index,
        ...sampling,
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

/** Compare the model with the Gaussian filter, unless the noise is below the model's minimum, which a note reports. */
async function compareFields(
  denoiser: ImageDenoiser,
  { fields, fieldNoise, limits }: NoisyImage,
  denoised: readonly DenoisedImage[],
  { class: ofClass, signal }: DenoiseImageOptions,
): Promise<GaussianComparison[]> {
  const compared: GaussianComparison[] = [];
  const request = {
    mode: "mean",
    class: ofClass,
    ...(limits ? { limits } : {}),
    ...(signal ? { signal } : {}),
  } as const;
  for (const [index, { isBelowModel }] of denoised.entries()) {
    if (isBelowModel) continue;
    const noise = fieldNoise[index]!;
    const result = await compareWithGaussianBaseline(
      fields[index]!,
      async ({ values, ...size }) => {
        const image = { ...size, values: Float32Array.from(values) };
        return (await denoiser.denoise(image, { ...request, noise })).estimate.values;
      },
      { sigma: noise, ...(limits ? { limits } : {}) },
    );
    if (result) compared.push(result);
  }
  return compared;
}

/** @param count - Number of requested images: 1, or the number of samples. */
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
