import { type CellImage, checkCellImage } from "./cellImage.ts";
import { checkValueRange, type ValueRange } from "./valueRange.ts";

export interface ContactSheetOptions {
  /** @default as many as make the sheet about square */
  readonly columns?: number;
  /** Pixels between images and around them. @default 2 */
  readonly gap?: number;
  /** Every pixel of an image becomes a square of this side. @default 1 */
  readonly scale?: number;
  /** Grey value 0…255 of what lies between the images. @default 255 */
  readonly background?: number;
  /** What becomes black and white in 16-bit images. @default [0, 65535] */
  readonly valueRange?: ValueRange;
}

/**
 * Lays images out in rows, each in the middle of a cell that holds the largest of them.
 *
 * @param images - Any sizes, grey and colour mixed; 16-bit ones are shown in 8 bits.
 * @returns An 8-bit image: RGB if any of the images has colour, grey otherwise.
 * @throws RangeError if there are no images or an option is out of range.
 */
export function contactSheet(images: readonly CellImage[], options: ContactSheetOptions = {}): CellImage {
  const {
    columns = Math.ceil(Math.sqrt(images.length)),
    gap = 2,
    scale = 1,
    background = 255,
    valueRange = [0, 65535],
  } = options;
  if (images.length === 0) throw new RangeError("contactSheet: images must not be empty.");
  for (const [name, value, least] of [
    ["columns", columns, 1],
    ["gap", gap, 0],
    ["scale", scale, 1],
  ] as const) {
    if (!Number.isInteger(value) || value < least) {
      throw new RangeError(`contactSheet: ${name} must be an integer of at least ${least}, got ${value}.`);
    }
  }
  if (!Number.isInteger(background) || background < 0 || background > 255) {
    throw new RangeError(`contactSheet: background must be an integer in 0…255, got ${background}.`);
  }
  checkValueRange("contactSheet", valueRange);
  for (const image of images) checkCellImage("contactSheet", image);
  const cellWidth = scale * Math.max(...images.map((image) => image.width));
  const cellHeight = scale * Math.max(...images.map((image) => image.height));
  const rows = Math.ceil(images.length / columns);
  const width = columns * (cellWidth + gap) + gap;
  const height = rows * (cellHeight + gap) + gap;
  const channels = images.some((image) => image.channels === 3) ? 3 : 1;
  const data = new Uint8Array(width * height * channels).fill(background);
  images.forEach((image, index) => {
    const left = gap + (index % columns) * (cellWidth + gap) + ((cellWidth - image.width * scale) >> 1);
    const top =
      gap + Math.floor(index / columns) * (cellHeight + gap) + ((cellHeight - image.height * scale) >> 1);
    const shown = toEightBits(image, valueRange);
    for (let y = 0; y < image.height * scale; y++) {
      const row = Math.floor(y / scale) * image.width;
      for (let x = 0; x < image.width * scale; x++) {
        const from = (row + Math.floor(x / scale)) * image.channels;
        const to = ((top + y) * width + left + x) * channels;
        for (let c = 0; c < channels; c++) data[to + c] = shown[from + (image.channels === 3 ? c : 0)]!;
      }
    }
  });
  return { width, height, channels, data };
}

function toEightBits({ data }: CellImage, [min, max]: ValueRange): Uint8Array | Uint8ClampedArray {
  if (data instanceof Uint8Array) return data;
  const shown = new Uint8ClampedArray(data.length);
  for (let i = 0; i < data.length; i++) shown[i] = (255 * (data[i]! - min)) / (max - min);
  return shown;
}
