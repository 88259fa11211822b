import type { CellImage } from "../../images/cellImage.ts";
import type { DecodedPixels } from "./decodedPixels.ts";

/** Decoded image of a file, before any resizing. */
interface DecodedImage extends CellImage {
  readonly channels: 1 | 3;
  /** Whether some pixels were transparent; these are composited over black. */
  readonly transparent: boolean;
}

/** Convert a decoded file to an image, which is gray if its three channels are equal. */
export function imageOfFile({ width, height, channels, data }: DecodedPixels): DecodedImage {
  const opaque = withoutAlpha(data, channels);
  return {
    width,
    height,
    ...withoutEqualChannels(opaque.data, opaque.channels),
    transparent: opaque.transparent,
  };
}

/** Convert a decoded file to an image with its stored channels: RGB stays RGB even if the channels are equal. */
export function storedImageOfFile(file: DecodedPixels): CellImage {
  if (file.storedChannels === 1) {
    const { width, height, channels, data } = imageOfFile(file);
    return { width, height, channels, data };
  }
  const { width, height } = file;
  const { data, channels } = withoutAlpha(file.data, file.channels);
  return { width, height, channels, data };
}

type Values = Uint8Array | Uint16Array;

const like = (values: Values, length: number): Values =>
  values instanceof Uint16Array ? new Uint16Array(length) : new Uint8Array(length);

function withoutAlpha(
  values: Values,
  channels: number,
): { data: Values; channels: 1 | 3; transparent: boolean } {
  if (channels === 1 || channels === 3) return { data: values, channels, transparent: false };
  const kept = channels === 2 ? 1 : 3;
  const full = values instanceof Uint16Array ? 65535 : 255;
  const data = like(values, (values.length / channels) * kept);
  let transparent = false;
  for (let i = 0, o = 0; i < values.length; i += channels) {
    const alpha = values[i + kept]!;
    if (alpha !== full) transparent = true;
    for (let c = 0; c < kept; c++) data[o++] = Math.round((values[i + c]! * alpha) / full);
  }
  return { data, channels: kept, transparent };
}

function withoutEqualChannels(data: Values, channels: 1 | 3): { data: Values; channels: 1 | 3 } {
  if (channels === 1) return { data, channels };
  for (let i = 0; i < data.length; i += 3) {
    if (data[i] !== data[i + 1] || data[i] !== data[i + 2]) return { data, channels };
  }
  const grey = like(data, data.length / 3);
  for (let i = 0; i < grey.length; i++) grey[i] = data[3 * i]!;
  return { data: grey, channels: 1 };
}
