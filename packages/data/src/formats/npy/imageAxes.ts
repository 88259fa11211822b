import { MAX_CHANNELS } from "../../images/cellImage.ts";
import { FaultError } from "../faultError.ts";

/** Meaning of the axes of an array of images. */
export interface ImageAxes {
  readonly images: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/**
 * Interpret the shape of an array as images.
 *
 * - `[H, W]`: one gray image
 * - `[H, W, C]` if the last side is at most 8: one image of C channels
 * - `[N, H, W]` otherwise: N gray images
 * - `[N, H, W, C]`: N images of C channels, C at most 8
 *
 * @throws FaultError if the shape is none of them, or a side is 0.
 */
export function imageAxes(shape: readonly number[]): ImageAxes {
  if (shape.some((side) => side < 1))
    throw new FaultError(`an array without pixels, of shape ${text(shape)}`, SAVE);
  const last = shape.at(-1)!;
  if (shape.length === 2) return { images: 1, height: shape[0]!, width: shape[1]!, channels: 1 };
  if (shape.length === 3) {
    const [first, second, third] = shape as [number, number, number];
    return third <= MAX_CHANNELS
      ? { images: 1, height: first, width: second, channels: third }
      : { images: first, height: second, width: third, channels: 1 };
  }
  if (shape.length === 4 && last <= MAX_CHANNELS) {
    const [images, height, width, channels] = shape as [number, number, number, number];
    return { images, height, width, channels };
  }
  throw new FaultError(`an array of shape ${text(shape)}`, shape.length === 4 ? MOVE : SAVE);
}

const text = (shape: readonly number[]): string =>
  `(${shape.slice(0, 8).join(", ")}${shape.length > 8 ? ", …" : ""})`;
const SAVE = "Save it as (H, W), (H, W, C), (N, H, W) or (N, H, W, C), with at most 8 channels.";
const MOVE = `The last axis must be the channels, at most ${MAX_CHANNELS}: use numpy.moveaxis(array, 1, -1) if they are second.`;
