import { compareWithGaussianBaseline, errorRatio, type GaussianComparison } from "@cellgen/filters";
import type { ImageDenoiser, UnitImage } from "@cellgen/pipelines";

/** The estimated errors of a model and of the best blur, with a sentence where the model is the worse. */
export interface BesideBlur extends Pick<GaussianComparison, "model" | "blur"> {
  readonly doubt: string | undefined;
}

/** How the model is asked: for its mean, as strong noise as there is. */
export interface BlurRequest {
  readonly noise: number;
  readonly label?: number;
  /** Values at which the file has cut noise off. */
  readonly limits?: readonly [min: number, max: number];
  readonly signal: AbortSignal;
}

/** @returns Undefined where too many pixels are cut off to compare. */
export async function besideBlur(
  field: UnitImage,
  denoiser: Pick<ImageDenoiser, "denoise">,
  request: BlurRequest,
): Promise<BesideBlur | undefined> {
  const { noise, limits } = request;
  const compared = await compareWithGaussianBaseline(
    field,
    async ({ values, ...size }) => {
      const image = { ...size, values: Float32Array.from(values) };
      return (await denoiser.denoise(image, { ...request, mode: "mean" })).estimate.values;
    },
    { sigma: noise, ...(limits ? { limits } : {}) },
  );
  if (!compared) return undefined;
  const { model, blur, isWorse } = compared;
  return { model, blur, doubt: isWorse ? doubtOf(errorRatio(compared)!) : undefined };
}

function doubtOf(ratio: number): string {
  return `A blur comes nearer to the clean image than the model, whose error is about ${ratio.toFixed(1)} times as large: it does not know such images, and leaves noise in them or invents. Take a model of such cells, or a filter.`;
}
