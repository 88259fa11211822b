import type { CellImage } from "./cellImage.ts";
import { newPixels, pixelTypeOf } from "./pixelType.ts";

/**
 * Select channels of an image.
 *
 * @param channels - Channel indices, in the order of the result.
 * @returns A copy with the names of the channels, or the image itself if it has exactly these channels.
 */
export function selectChannels(image: CellImage, channels: readonly number[]): CellImage {
  const { width, height, data, channelNames } = image;
  const count = channels.length;
  if (count === image.channels && channels.every((channel, index) => channel === index)) return image;
  const selected = newPixels(pixelTypeOf(data), width * height * count);
  for (let pixel = 0, o = 0; pixel < width * height; pixel++) {
    for (const channel of channels) selected[o++] = data[pixel * image.channels + channel]!;
  }
  return {
    ...image,
    channels: count,
    data: selected,
    ...(channelNames ? { channelNames: channels.map((channel) => channelNames[channel]!) } : {}),
  };
}
