import { bitDepthOf, type CellImage, type NoisyImage } from "@cellgen/data";
import type { DenoisedImage } from "@cellgen/pipelines";

/** What was made of an image, in its file's terms. */
export interface MadeImages {
  /** The estimate, or every sample; the image itself, as often, where no noise was found. */
  readonly images: readonly CellImage[];
  /** In grey levels. */
  readonly deviations: Float64Array | undefined;
}

/**
 * The images of what was made of the fields.
 *
 * @param fields - None where the image has no noise.
 * @param count - Images that are wanted: 1, or the number of samples.
 */
export function madeImages(
  noisy: NoisyImage,
  image: CellImage,
  fields: readonly DenoisedImage[],
  count: number,
): MadeImages {
  const [first] = fields;
  if (!first) return { images: new Array<CellImage>(count).fill(image), deviations: undefined };
  const estimates = fields.map(({ estimate }) => estimate.values);
  return {
    images:
      first.samples.length > 1
        ? first.samples.map((_, k) => noisy.fromFields(fields.map(({ samples }) => samples[k]!.values)))
        : [noisy.fromFields(estimates)],
    deviations:
      first.uncertainty &&
      noisy.deviations(
        estimates,
        fields.map(({ uncertainty }) => uncertainty!),
      ),
  };
}

/** A grey image of 16 bits: the deviation of a pixel over its channels, of a file of 8 bits in 256ths of a grey level. */
export function uncertaintyImage(deviations: Float64Array, image: CellImage): CellImage {
  const { width, height } = image;
  const unit = bitDepthOf(image) === 8 ? 256 : 1;
  const values = perPixel(deviations, width * height);
  return {
    width,
    height,
    channels: 1,
    data: Uint16Array.from(values, (value) => Math.min(65535, Math.round(unit * value))),
  };
}

/** Root mean squares over the channels. */
export function perPixel(deviations: Float64Array, pixels: number): Float64Array {
  const channels = deviations.length / pixels;
  return Float64Array.from({ length: pixels }, (_, i) =>
    rootMeanSquare(deviations.subarray(i * channels, (i + 1) * channels)),
  );
}

export function rootMeanSquare(values: Float64Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0) / values.length);
}
