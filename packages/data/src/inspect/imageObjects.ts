import { connectedComponents } from "@cellgen/filters";
import { otsuThreshold } from "../crops/foreground.ts";
import type { CellImage } from "../images/cellImage.ts";
import type { ValueRange } from "../images/valueRange.ts";
import { imageThumbnail } from "./imageThumbnail.ts";

/** Objects of an image. */
export interface ImageObjects {
  /** Number of objects of at least a tenth of the largest one's area. */
  readonly count: number;
  /** Whether the largest object has half of the foreground, and its center is near that of the image. */
  readonly isCentered: boolean;
}

/** Longer side of the thumbnail. */
const SIDE = 64;
const MIN_AREA_RATIO = 0.1;
const MIN_MAIN_SHARE = 0.5;
/** Maximum distance from the center along each side, as a share of the side. */
const MAX_OFFSET = 0.2;

/**
 * Count the objects of an image on a thumbnail of 64 pixels: pixels that touch, whose distance from the median exceeds Otsu's threshold. Objects
 * may be bright or dark.
 *
 * @param ranges - Pixel values that map to 0 and 1, for each channel.
 * @returns Undefined if the image is constant.
 */
export function imageObjects(image: CellImage, ranges: readonly ValueRange[]): ImageObjects | undefined {
  const scale = Math.min(1, SIDE / Math.max(image.width, image.height));
  const width = Math.max(1, Math.round(image.width * scale));
  const height = Math.max(1, Math.round(image.height * scale));
  const values = imageThumbnail(image, ranges, { width, height });
  const median = values.toSorted()[values.length >> 1]!;
  const distance = values.map((value) => Math.abs(value - median));
  const threshold = otsuThreshold(distance);
  if (threshold === undefined) return undefined;
  const mask = Uint8Array.from(distance, (value) => Number(value > threshold));
  const objects = connectedComponents(mask, height, width).sort((a, b) => b.length - a.length);
  const [main] = objects as [Int32Array];
  const foreground = objects.reduce((sum, { length }) => sum + length, 0);
  const mean = (coordinate: (at: number) => number): number =>
    main.reduce((sum, at) => sum + coordinate(at), 0) / main.length;
  const offset = Math.max(
    Math.abs((mean((at) => at % width) + 0.5) / width - 0.5),
    Math.abs((mean((at) => Math.floor(at / width)) + 0.5) / height - 0.5),
  );
  return {
    count: objects.filter(({ length }) => length >= MIN_AREA_RATIO * main.length).length,
    isCentered: main.length >= MIN_MAIN_SHARE * foreground && offset <= MAX_OFFSET,
  };
}
