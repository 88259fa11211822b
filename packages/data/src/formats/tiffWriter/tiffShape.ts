import { type PixelType, pixelTypes } from "../../images/pixelType.ts";
import type { ValueRange } from "../../images/valueRange.ts";

/** Size and type of a TIFF image. */
export interface TiffShape {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly pixelType: PixelType;
  readonly channelNames?: readonly string[];
  readonly pixelSizeMicrometres?: number;
}

export interface TiffOptions {
  /**
   * Description of the image in the file: `imagej` for ImageJ and Fiji, `ome` for OME-XML. @default "imagej"
   */
  readonly metadata?: "imagej" | "ome";
  /** @default "deflate" */
  readonly compression?: "none" | "deflate";
  /**
   * Store differences of neighboring pixels, which compress better. ImageJ without Bio-Formats does not read them. @default false
   */
  readonly predictor?: boolean;
  /** Use 64-bit positions. @default if the uncompressed image has more than 4 GB */
  readonly bigTiff?: boolean;
  /**
   * Display colors of the channels, as names or "#rrggbb": in OME-XML, and as lookup tables of several channels for ImageJ. @default by the
   * names of stains, see `defaultChannelColors`; without names, ImageJ's own
   */
  readonly channelColors?: readonly string[];
  /**
   * Per channel: pixel values that are shown as black and white, for ImageJ: `min` and `max` of its description, and the ranges of several
   * channels. OME-XML has no place for them. @default none; 8-bit color has none
   */
  readonly displayRanges?: readonly ValueRange[];
}

/** Whether the channels of an image are stored in one page as red, green and blue: 8-bit color without names of other channels. */
export function isRgb({ channels, pixelType, channelNames }: TiffShape): boolean {
  return channels === 3 && pixelType === "uint8" && channelNames === undefined;
}

/**
 * Check the shape of an image to write.
 *
 * @throws RangeError if a size is not a positive integer, the type is unknown, or the names do not match the channels.
 */
export function checkTiffShape(caller: string, shape: TiffShape): void {
  for (const name of ["width", "height", "channels"] as const) {
    if (!Number.isInteger(shape[name]) || shape[name] < 1 || shape[name] >= 2 ** 31) {
      throw new RangeError(`${caller}: ${name} must be a positive integer, got ${shape[name]}.`);
    }
  }
  if (!pixelTypes.includes(shape.pixelType)) {
    throw new RangeError(
      `${caller}: pixelType must be one of ${pixelTypes.join(", ")}, got ${shape.pixelType}.`,
    );
  }
  const names = shape.channelNames?.length;
  if (names !== undefined && names !== shape.channels) {
    throw new RangeError(`${caller}: channelNames must have ${shape.channels} names, got ${names}.`);
  }
  const size = shape.pixelSizeMicrometres;
  if (size !== undefined && !(Number.isFinite(size) && size > 0)) {
    throw new RangeError(`${caller}: pixelSizeMicrometres must be a positive number, got ${size}.`);
  }
}
