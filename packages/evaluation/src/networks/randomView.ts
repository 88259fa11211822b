import type { RandomStream } from "@cellgen/random";
import { type ImageSet, imageLength } from "../measures/imageSet.ts";

/** Maximum changes of a random view. */
export interface ViewChanges {
  /** Maximum shift, as a share of the side. */
  readonly shift: number;
  /** Maximum factor of enlargement or reduction; 1 = none. */
  readonly zoom: number;
  /** Maximum relative change of all values, multiplied by 1 ± this; each channel is also shifted by up to ± half of it. */
  readonly brightness: number;
}

/**
 * Write an augmented copy of an image: a random symmetry of the square (eight, or four for non-square images), shifted, zoomed, and with
 * changed brightness. Cells have no preferred orientation. The edge is padded by reflection; without zoom, no value is interpolated.
 *
 * @param into - Output array, written from `start`.
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

/** Reflect an index at both ends of a side, without repeating the edge. */
function mirrored(place: number, side: number): number {
  if (side === 1) return 0;
  const period = 2 * (side - 1);
  const within = ((place % period) + period) % period;
  return within < side ? within : period - within;
}
