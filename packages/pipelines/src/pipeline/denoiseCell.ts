import type { CellImage, ImageNoise } from "@cellgen/data";
import type { PhotonNoise } from "@cellgen/filters";
import type { ImageDenoiser } from "../denoise/createImageDenoiser.ts";
import { type DenoisedCellImage, type DenoiseImageOptions, denoiseImage } from "../denoise/denoiseImage.ts";
import { checkSamples, denoiseDefaults } from "../denoise/denoiseOptions.ts";
import { type Uncertainty, uncertaintyMap } from "../denoise/uncertaintyMap.ts";
import type { ModelCard } from "../model/modelCard.ts";
import { type CellInput, type OpenedInput, openInput } from "./inputImage.ts";
import { defaultBatchSize } from "./pipelineBatchSize.ts";
import { type ResultImage, resultImage } from "./ResultImage.ts";

export interface DenoiseCellsOptions extends Omit<DenoiseImageOptions, "noise" | "reference"> {
  /**
   * In grey levels of the file: its standard deviation, or a camera's gain (grey levels an electron), offset and read noise.
   * @default "auto", which estimates it
   */
  readonly noise?: "auto" | number | PhotonNoise;
  /** The image without noise, of the same size, depth and channels: the result is compared with it and with classical filters. */
  readonly reference?: CellInput | undefined;
  /** Windows and samples that go through the network together. @default 8 */
  readonly batchSize?: number;
}

/** The uncertainty of a denoised image, which can be saved as a 16-bit image: 256 a grey level of an 8-bit file, 1 of a 16-bit file. */
export interface UncertaintyImage extends ResultImage, Uncertainty {}

/** A denoised image. In mode "sample" its own pixels are the first sample's. */
export interface DenoisedCell extends ResultImage, Omit<DenoisedCellImage, "images" | "uncertainty"> {
  /** The estimate, or each sample. */
  readonly images: readonly ResultImage[];
  /** Of several samples. */
  readonly uncertainty: UncertaintyImage | undefined;
  /** The image as it was. */
  readonly input: CellImage;
  /** The image without noise that it was compared with. */
  readonly reference: CellImage | undefined;
}

/** Denoises an image. */
export async function denoiseCell(
  denoiser: ImageDenoiser,
  { image: input, stored }: OpenedInput,
  options: DenoiseCellsOptions,
): Promise<DenoisedCell> {
  const { noise, batchSize, reference, ...others } = options;
  const referenceImage = reference === undefined ? undefined : (await openInput(reference)).image;
  const { images, uncertainty, ...checked } = await denoiseImage(denoiser, input, {
    ...others,
    noise: imageNoise(noise),
    ...(referenceImage === undefined ? {} : { reference: referenceImage }),
  });
  // An image that nothing was taken away from is the file's own, its transparency too.
  const isMade = (): boolean => checked.fields.length > 0;
  const results = images.map((image) => resultImage(image, { stored, isMade }));
  return {
    ...results[0]!,
    ...checked,
    images: results,
    uncertainty: uncertainty && { ...resultImage(uncertaintyMap(uncertainty, input)), ...uncertainty },
    input,
    reference: referenceImage,
  };
}

/** Images of one window and one sample are computed one at a time, independent of other images. */
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
    `denoise: noise must be "auto", a number above 0, or { gain, offset, read } with a gain above 0, got ${JSON.stringify(noise)}. Give it in grey levels of the file.`,
  );
}
