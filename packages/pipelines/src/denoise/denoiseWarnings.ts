import type { NoiseWarning, NoisyImage } from "@cellgen/data";
import { errorRatio, type GaussianComparison } from "@cellgen/filters";
import type { DenoiseWarningCode, PipelineWarning } from "../pipelineWarning.ts";
import type { DenoisedImage } from "./createImageDenoiser.ts";

/** A note on how an image was denoised. */
export type DenoiseNote =
  /** The image was not changed. */
  | { readonly code: "no-noise-found" }
  /** Most of the estimated noise is fine texture. */
  | { readonly code: "looks-clean" }
  /** The noise is below that of the model's first timestep, `minimum` on the noise's scale, which was used instead. */
  | { readonly code: "noise-below-model"; readonly minimum: number; readonly isStabilized: boolean }
  /** Several samples were requested, but a single step, which adds no noise, was computed: they are equal. */
  | { readonly code: "equal-samples" };

/** Measurements of a denoised image. */
export interface DenoiseChecks {
  readonly noisy: Pick<NoisyImage, "sigma" | "noise" | "scale" | "warnings">;
  readonly fields: readonly (Pick<DenoisedImage, "isBelowModel" | "timestepNoise" | "residual"> &
    Partial<Pick<DenoisedImage, "uncertainty">>)[];
  readonly comparisons: readonly GaussianComparison[];
  readonly looksClean: boolean;
}

/** Return warnings about a denoised image; none if its noise is absent or below the minimum that the model can assess. */
export function denoiseWarnings({
  noisy,
  fields,
  comparisons,
  looksClean,
}: Omit<DenoiseChecks, "noisy"> & {
  readonly noisy: Pick<NoisyImage, "warnings">;
}): PipelineWarning<DenoiseWarningCode>[] {
  if (fields[0]?.isBelowModel || looksClean) return [];
  const worse = comparisons.find(({ isWorse }) => isWorse);
  return [
    ...noisy.warnings.map(statedNoiseWarning),
    ...(worse ? [gaussianWarning(worse)] : []),
    ...fields.flatMap(({ residual }) => residual.warnings),
  ];
}

function statedNoiseWarning({ code, ratio }: NoiseWarning): PipelineWarning<NoiseWarning["code"]> {
  const cause =
    code === "noise-stronger-than-stated"
      ? "unless the image has fine texture, some of the noise remains"
      : "fine detail may have been removed as noise";
  const message = `The noise is about ${ratio.toFixed(2)} times as strong as stated: ${cause}.`;
  return { code, ratio, message, remedy: "Compare with the result for estimated noise." };
}

function gaussianWarning(comparison: GaussianComparison): PipelineWarning<"worse-than-gaussian"> {
  const ratio = errorRatio(comparison)!;
  return {
    code: "worse-than-gaussian",
    ratio,
    message: `The model's error is about ${ratio.toFixed(1)} times that of a Gaussian blur: the image differs from the training images.`,
    remedy: "Use a model trained on such cells, or a filter.",
  };
}

/** Maximum standard deviation of equal samples, which may differ by rounding, for images in [-1, 1]. */
const MAX_ROUNDING = 1e-6;

function hasEqualSamples({ uncertainty }: Partial<Pick<DenoisedImage, "uncertainty">>): boolean {
  return uncertainty?.every((deviation) => deviation <= MAX_ROUNDING) ?? false;
}

/** Return notes on how an image was denoised. */
export function denoiseNotes({ noisy, fields, looksClean }: DenoiseChecks): DenoiseNote[] {
  const [first] = fields;
  return [
    ...(first ? [] : [{ code: "no-noise-found" } as const]),
    ...(looksClean ? [{ code: "looks-clean" } as const] : []),
    ...(first?.isBelowModel
      ? [
          {
            code: "noise-below-model",
            minimum: (noisy.sigma * first.timestepNoise) / noisy.noise,
            isStabilized: noisy.scale.photon !== undefined,
          } as const,
        ]
      : []),
    ...(first && fields.every(hasEqualSamples) ? [{ code: "equal-samples" } as const] : []),
  ];
}
