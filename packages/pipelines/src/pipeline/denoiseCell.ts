import type { CellImage, FieldSource, ImageNoise } from "@cellgen/data";
import type { PhotonNoise } from "@cellgen/filters";
import type { ImageDenoiser } from "../denoise/createImageDenoiser.ts";
import { type DenoiseFieldOptions, denoiseField } from "../denoise/denoiseField.ts";
import { type DenoisedCellImage, type DenoiseImageOptions, denoiseImage } from "../denoise/denoiseImage.ts";
import { checkSamples, denoiseDefaults } from "../denoise/denoiseOptions.ts";
import { type Uncertainty, uncertaintyMap } from "../denoise/uncertaintyMap.ts";
import type { ModelCard } from "../model/modelCard.ts";
import { type CellInput, type OpenedInput, openInput } from "./inputImage.ts";
import { defaultBatchSize } from "./pipelineBatchSize.ts";
import { type ResultImage, resultImage } from "./ResultImage.ts";

/** Options of `CellPipeline.denoise`. */
export interface DenoiseCellsOptions extends Omit<DenoiseImageOptions, "noise" | "reference"> {
  /**
   * Noise in gray levels of the file: its standard deviation, or a camera's gain (gray levels per electron), offset and read noise.
   * @default "auto", which estimates it
   */
  readonly noise?: "auto" | number | PhotonNoise;
  /** Clean image of the same size, depth and channels. The result is compared with it, and with the results of classical filters. */
  readonly reference?: CellInput | undefined;
  /** Number of windows and samples computed at a time. @default 8 */
  readonly batchSize?: number;
}

/**
 * Uncertainty of a denoised image, saved as a 16-bit image: 256 per gray level of an 8-bit file, 1 per gray level of a 16-bit file. For other
 * pixel types, it is saved as float32 in the file's units.
 */
export interface UncertaintyImage extends ResultImage, Uncertainty {}

/** A denoised image. In mode "sample" its pixels are those of the first sample. */
export interface DenoisedCell extends ResultImage, Omit<DenoisedCellImage, "images" | "uncertainty"> {
  /** The estimate, or all samples. */
  readonly images: readonly ResultImage[];
  /** Uncertainty if there are several samples. */
  readonly uncertainty: UncertaintyImage | undefined;
  /** The noisy input image. */
  readonly input: CellImage;
  /** The clean image that the result was compared with. */
  readonly reference: CellImage | undefined;
}

/** Options of `CellPipeline.denoiseField`. */
export interface DenoiseFieldCellsOptions
  extends Omit<DenoiseFieldOptions, "noise">,
    Pick<DenoiseCellsOptions, "noise" | "batchSize"> {}

/** Denoise a field that is larger than memory, with checks of an overview. */
export async function denoiseLargeCell(
  denoiser: ImageDenoiser,
  field: FieldSource,
  overview: CellImage,
  { noise, ...options }: DenoiseFieldCellsOptions,
): Promise<DenoisedCell> {
  const { images, ...checked } = await denoiseField(denoiser, field, overview, {
    ...options,
    noise: imageNoise(noise),
  });
  const results = images.map((image) => resultImage(image));
  return {
    ...results[0]!,
    ...checked,
    images: results,
    uncertainty: undefined,
    input: overview,
    reference: undefined,
  };
}

/** Denoise an image and compare it with a reference if there is one. */
export async function denoiseCell(
  denoiser: ImageDenoiser,
  { image: input, stored }: OpenedInput,
  options: DenoiseCellsOptions,
): Promise<DenoisedCell> {
  const { noise, batchSize, reference, ...others } = options;
  const referenceImage =
    reference === undefined ? undefined : (await openInput(reference, denoiser.model.card)).image;
  const { images, uncertainty, ...checked } = await denoiseImage(denoiser, input, {
    ...others,
    noise: imageNoise(noise),
    ...(referenceImage === undefined ? {} : { reference: referenceImage }),
  });
  // An image that was not changed keeps the file's own pixels and transparency.
  const isMade = (): boolean => checked.fields.length > 0;
  const { displayColors } = denoiser.model.card;
  const results = images.map((image) => resultImage(image, { stored, isMade, displayColors }));
  return {
    ...results[0]!,
    ...checked,
    images: results,
    uncertainty: uncertainty && { ...resultImage(uncertaintyMap(uncertainty, input)), ...uncertainty },
    input,
    reference: referenceImage,
  };
}

/** Return the batch size. A single sample of a single window is computed with batch size 1. */
export function denoiseBatchSize(
  card: ModelCard,
  { width, height }: CellImage,
  { batchSize = defaultBatchSize, samples = denoiseDefaults.samples }: DenoiseCellsOptions,
): number {
  checkSamples(samples);
  return width <= card.width && height <= card.height ? Math.min(batchSize, samples) : batchSize;
}

function imageNoise(noise: DenoiseCellsOptions["noise"] = "auto"): ImageNoise {
  if (typeof noise === "object") {
    const { gain, offset = 0, read = 0 } = noise;
    if (gain > 0 && read >= 0 && [gain, offset, read].every(Number.isFinite)) {
      return { kind: "photon", photon: { gain, offset, read } };
    }
  } else if (noise === "auto") {
    return { kind: "auto" };
  } else if (typeof noise === "number" && noise > 0 && Number.isFinite(noise)) {
    return { kind: "white", sigma: noise };
  }
  throw new RangeError(
    `denoise: noise must be "auto", a number above 0, or { gain, offset, read } with a gain above 0, got ${JSON.stringify(noise)}. Use gray levels of the file.`,
  );
}
