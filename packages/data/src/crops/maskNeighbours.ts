import type { CellImage } from "../images/cellImage.ts";

/**
 * Replace the pixels of other objects in a crop by the median of its background, channel by channel; by the minimum if it has no background.
 *
 * @param mask - Instance mask of the crop: 0 = background.
 * @param instance - Value of the object to keep.
 * @returns New image.
 * @throws RangeError if the mask is of another size or has several channels.
 */
export function maskNeighbours(crop: CellImage, mask: CellImage, instance: number): CellImage {
  const { width, height, channels } = crop;
  if (mask.width !== width || mask.height !== height || mask.channels !== 1) {
    throw new RangeError(
      `maskNeighbours: mask must be ${width}x${height} with 1 channel, got ${mask.width}x${mask.height} with ${mask.channels}.`,
    );
  }
  const data = crop.data.slice();
  for (let c = 0; c < channels; c++) {
    const fill = backgroundOf(crop, mask, c);
    for (let i = 0; i < mask.data.length; i++) {
      const value = mask.data[i]!;
      if (value !== 0 && value !== instance) data[i * channels + c] = fill;
    }
  }
  return { ...crop, data };
}

function backgroundOf({ data, channels }: CellImage, mask: CellImage, channel: number): number {
  const values: number[] = [];
  let min = Number.POSITIVE_INFINITY;
  for (let i = 0; i < mask.data.length; i++) {
    const value = data[i * channels + channel]!;
    if (mask.data[i] === 0) values.push(value);
    min = Math.min(min, value);
  }
  if (values.length === 0) return min;
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
