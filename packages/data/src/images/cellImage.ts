/**
 * Decoded image: rows from top to bottom, pixels from left to right, channels interleaved.
 *
 * `data[(y * width + x) * channels + c]`, 0…255 in a Uint8Array, 0…65535 in a Uint16Array.
 */
export interface CellImage {
  readonly width: number;
  readonly height: number;
  /** 1 = grey, 3 = red, green, blue. */
  readonly channels: 1 | 3;
  readonly data: Uint8Array | Uint16Array;
  /** Pixel width, if known. */
  readonly pixelSizeMicrometres?: number;
}

/** Bits per channel. */
export type BitDepth = 8 | 16;

/** Return the bit depth of an image's array. */
export function bitDepthOf(image: Pick<CellImage, "data">): BitDepth {
  return image.data instanceof Uint16Array ? 16 : 8;
}

/**
 * Check that an image's sizes and data agree.
 *
 * @throws TypeError if `data` is neither a Uint8Array nor a Uint16Array.
 * @throws RangeError if a side is not a positive integer, `channels` is not 1 or 3, or the length of `data` does not match.
 */
export function checkCellImage(caller: string, image: CellImage): void {
  const { width, height, channels, data } = image;
  if (!(data instanceof Uint8Array || data instanceof Uint16Array)) {
    throw new TypeError(`${caller}: data must be a Uint8Array or a Uint16Array.`);
  }
  for (const [name, side] of [
    ["width", width],
    ["height", height],
  ] as const) {
    if (!Number.isInteger(side) || side < 1) {
      throw new RangeError(`${caller}: ${name} must be a positive integer, got ${side}.`);
    }
  }
  if (channels !== 1 && channels !== 3) {
    throw new RangeError(`${caller}: channels must be 1 or 3, got ${channels}.`);
  }
  if (data.length !== width * height * channels) {
    throw new RangeError(
      `${caller}: data must have ${width * height * channels} values (${width}x${height}x${channels}), got ${data.length}.`,
    );
  }
}
