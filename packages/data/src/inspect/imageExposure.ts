import type { CellImage } from "../images/cellImage.ts";
import { fullScale } from "../images/fullScale.ts";
import { isFloatType, pixelTypeOf } from "../images/pixelType.ts";
import type { ValueRange } from "../images/valueRange.ts";

/** Maximum standard deviation of the values of a blank image, as a share of the range of the set. */
const MAX_BLANK_DEVIATION = 0.01;

/** Return whether an image shows almost nothing: in every channel, the standard deviation is below 1 % of the set's range. */
export function isBlank({ channels, data }: CellImage, ranges: readonly ValueRange[]): boolean {
  const count = data.length / channels;
  for (let c = 0; c < channels; c++) {
    const [low, high] = ranges[c]!;
    let [sum, squares] = [0, 0];
    for (let i = c; i < data.length; i += channels) {
      const value = (data[i]! - low) / (high - low);
      sum += value;
      squares += value * value;
    }
    const variance = squares / count - (sum / count) ** 2;
    if (!(variance < MAX_BLANK_DEVIATION ** 2)) return false;
  }
  return true;
}

/**
 * Return the share of pixels of which a channel has the white value of the pixel type: 255, 65535 or, if no value of the set is larger, 4095;
 * 0 for floating-point images.
 *
 * @param max - Maximum value of the set.
 */
export function saturatedShare({ channels, data }: CellImage, max: number): number {
  const type = pixelTypeOf(data);
  if (isFloatType(type)) return 0;
  const white = fullScale(type, max);
  let count = 0;
  for (let i = 0; i < data.length; i += channels) {
    for (let c = 0; c < channels; c++) {
      if (data[i + c]! < white) continue;
      count++;
      break;
    }
  }
  return (count * channels) / data.length;
}
