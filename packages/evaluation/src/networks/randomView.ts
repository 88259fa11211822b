import type { RandomStream } from "@cellgen/random";
import { type ImageSet, imageLength } from "../measures/imageSet.ts";

/** By how much images may be changed. */
export interface ViewChanges {
  /** Shifts up to so much of a side. */
  readonly shift: number;
  /** Enlarged or reduced up to by this factor; 1 = never. */
  readonly zoom: number;
  /** All values are multiplied by up to 1 ± this, and each channel is moved by up to ± half of it. */
  readonly brightness: number;
}

/**
 * Writes a changed copy of an image: in one of the eight symmetries of the square (four, where it is none), shifted, zoomed, brighter or
 * darker. Cells have no up or down. What comes in from outside is mirrored at the edge; without zoom no value is interpolated.
 *
 * @param into - Where the image is written, from `start` on.
 */
export function randomView(
  images: ImageSet,
  index: number,
  changes: ViewChanges,
  random: RandomStream,
  into: Float32Array,
  start: number,
): void {
  const { height, width, channels, values } = images;
  const from = index * imageLength(images);
  const symmetry = random.integer(8);
  const transposed = height === width && symmetry >= 4;
  const [flipX, flipY] = [(symmetry & 1) === 1, (symmetry & 2) === 2];
  const zoom = changes.zoom === 1 ? 1 : changes.zoom ** (2 * random.uniform() - 1);
  const [shiftX, shiftY] = [width, height].map((side) => {
    const shift = (2 * random.uniform() - 1) * changes.shift * side;
    return zoom === 1 ? Math.round(shift) : shift;
  }) as [number, number];
  const gain = 1 + (2 * random.uniform() - 1) * changes.brightness;
  const offsets = Array.from(
    { length: channels },
    () => (2 * random.uniform() - 1) * changes.brightness * 0.5,
  );
  const [middleX, middleY] = [(width - 1) / 2, (height - 1) / 2];

  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let u = (x - middleX) / zoom + shiftX;
      let v = (y - middleY) / zoom + shiftY;
      if (transposed) [u, v] = [v, u];
      const sourceX = (flipX ? -u : u) + middleX;
      const sourceY = (flipY ? -v : v) + middleY;
      const [left, top] = [Math.floor(sourceX), Math.floor(sourceY)];
      const [right, down] = [sourceX - left, sourceY - top];
      const [x0, x1] = [mirrored(left, width), mirrored(left + 1, width)];
      const [y0, y1] = [mirrored(top, height), mirrored(top + 1, height)];
      const to = start + (y * width + x) * channels;
      for (let c = 0; c < channels; c++) {
        const at = (row: number, column: number): number =>
          values[from + (row * width + column) * channels + c]!;
        const value =
          zoom === 1
            ? at(y0, x0)
            : (1 - down) * ((1 - right) * at(y0, x0) + right * at(y0, x1)) +
              down * ((1 - right) * at(y1, x0) + right * at(y1, x1));
        into[to + c] = value * gain + offsets[c]!;
      }
    }
  }
}

/** A place on a side that is mirrored at both ends, the end itself not doubled. */
function mirrored(place: number, side: number): number {
  if (side === 1) return 0;
  const period = 2 * (side - 1);
  const within = ((place % period) + period) % period;
  return within < side ? within : period - within;
}
