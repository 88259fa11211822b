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
 * Count the objects of an image on a thumbnail of 64 pixels: connected pixels whose distance from the median exceeds Otsu's threshold. Objects
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
  const objects = connected(
    Uint8Array.from(distance, (value) => Number(value > threshold)),
    width,
  );
  const main = objects.reduce((most, object) => (object.area > most.area ? object : most), {
    ...{ area: 0, x: 0, y: 0 },
  });
  const foreground = objects.reduce((sum, { area }) => sum + area, 0);
  const offset = Math.max(
    Math.abs((main.x / main.area + 0.5) / width - 0.5),
    Math.abs((main.y / main.area + 0.5) / height - 0.5),
  );
  return {
    count: objects.filter(({ area }) => area >= MIN_AREA_RATIO * main.area).length,
    isCentered: main.area >= MIN_MAIN_SHARE * foreground && offset <= MAX_OFFSET,
  };
}

/** Number of pixels of an object, and the sums of their coordinates. */
interface PixelSums {
  area: number;
  x: number;
  y: number;
}

/** Return the groups of pixels that share sides. The mask is cleared. */
function connected(mask: Uint8Array, width: number): PixelSums[] {
  const objects: PixelSums[] = [];
  for (let start = 0; start < mask.length; start++) {
    if (mask[start] === 0) continue;
    const object = { area: 0, x: 0, y: 0 };
    const open = [start];
    mask[start] = 0;
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      const x = at % width;
      object.area++;
      object.x += x;
      object.y += Math.floor(at / width);
      const next = [at - width, at + width, ...(x > 0 ? [at - 1] : []), ...(x < width - 1 ? [at + 1] : [])];
      for (const neighbor of next) {
        if (mask[neighbor] !== 1) continue;
        mask[neighbor] = 0;
        open.push(neighbor);
      }
    }
    objects.push(object);
  }
  return objects;
}
