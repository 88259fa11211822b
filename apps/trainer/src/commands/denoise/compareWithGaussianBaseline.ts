import { busiestSquare, gaussianFilter, riskProbe } from "@cellgen/filters";
import type { ImageDenoiser, UnitImage } from "@cellgen/pipelines";

/** How far a model and a blur are from the clean image, as the noisy one alone tells: root mean squares, in standard deviations of the noise. */
export interface BesideBlur {
  readonly model: number;
  /** Of the Gaussian filter that suits the image best. */
  readonly blur: number;
  /** Where the model is the worse of the two, a sentence: whoever knows such images is better than a blur. */
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

/** Of a larger image, the square of this side with the largest variance is looked at. */
const SIDE = 96;
const BLURS = [0.4, 0.5, 0.6, 0.7, 0.85, 1, 1.25, 1.5, 2, 2.5, 3.5];
/** Pixels nearer to black or white than this many standard deviations have lost too much of their noise, and are not counted. */
const CLEARANCE = 2;
/** Of fewer values than this chance says too much, and of a smaller share of them little about the image. */
const FEWEST = 500;
const SMALLEST_SHARE = 0.3;
/** The model's squared error must be larger by this share of the noise's, and by so many standard deviations of what chance makes. */
const WORSE = { share: 0.015, deviations: 2 } as const;
/** Errors that differ by less than this factor are much the same. */
const SAME = 1.15;
/** No blur leaves less of the noise than this. */
const LEAST = 0.1;

/**
 * Whether a model does better on an image than a blur. One that knows such images does, by decibels; one that does not leaves noise in, or
 * invents, which what was taken away need not show.
 *
 * @returns Nothing where too many pixels are cut off to tell.
 */
export async function besideBlur(
  field: UnitImage,
  denoiser: Pick<ImageDenoiser, "denoise">,
  { limits, ...request }: BlurRequest,
): Promise<BesideBlur | undefined> {
  const { noise } = request;
  const image = busiestSquare(field, SIDE);
  const unit = ({ values }: { readonly values: ArrayLike<number> }): UnitImage => ({
    ...image,
    values: Float32Array.from(values),
  });
  const [low, high] = limits ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  // The one says it of edges, the other of spots.
  const levels = [1, 2].map((blur) => gaussianFilter(image, { blur }).values);
  const isClear = (i: number): boolean =>
    image.values[i]! > low &&
    image.values[i]! < high &&
    levels.every((level) => level[i]! > low + CLEARANCE * noise && level[i]! < high - CLEARANCE * noise);
  let count = 0;
  for (let i = 0; i < image.values.length; i++) if (isClear(i)) count++;
  if (count < Math.max(FEWEST, SMALLEST_SHARE * image.values.length)) return undefined;

  const probe = riskProbe(image, noise, isClear);
  const denoised = async (image: UnitImage): Promise<Float32Array> => {
    const { estimate } = await denoiser.denoise(image, {
      ...request,
      mode: "mean",
      ...(limits ? { limits } : {}),
    });
    return estimate.values;
  };
  const ofModel = probe.risk(await denoised(unit(image)), await denoised(unit(probe.disturbed)));
  const blurred = BLURS.map((blur) =>
    probe.risk(gaussianFilter(image, { blur }).values, gaussianFilter(probe.disturbed, { blur }).values),
  );
  const ofBlur = Math.min(...blurred);
  // Most of what chance adds is the same to both. What is left is that of their difference, whose square is about the larger error's.
  const chance = noise * Math.sqrt((8 * Math.max(ofModel, ofBlur, 0)) / count);
  const isWorse = ofModel - ofBlur > WORSE.share * noise ** 2 + WORSE.deviations * chance;
  const error = (risk: number): number => Math.sqrt(Math.max(risk, 0)) / noise;
  const compared = { model: error(ofModel), blur: error(ofBlur) };
  const times = timesOfBlur(compared) ?? 0;
  return { ...compared, doubt: isWorse && times > SAME ? doubtOf(times) : undefined };
}

/**
 * The model's error in blurs' errors; one that chance has made smaller counts as a tenth of the noise. Nothing where both are smaller: so little
 * cannot be told from none.
 */
export function timesOfBlur({ model, blur }: Pick<BesideBlur, "model" | "blur">): number | undefined {
  return Math.max(model, blur) < LEAST ? undefined : model / Math.max(blur, LEAST);
}

function doubtOf(times: number): string {
  return `A blur comes nearer to the clean image than the model, whose error is about ${times.toFixed(1)} times as large: it does not know such images, and leaves noise in them or invents. Take a model of such cells, or a filter.`;
}
