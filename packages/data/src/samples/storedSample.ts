import { type StoredImage, storedImage } from "../formats/raster/storedImage.ts";
import { encodePng } from "../formats/raster/writePng.ts";
import type { CellImage } from "../images/cellImage.ts";
import { newPixels, pixelTypeOf } from "../images/pixelType.ts";
import type { DecodedSample } from "./decodedSample.ts";

/** Return a decoded image with an encoder for results of its type. */
export function storedSample({ raster, image, reduced }: DecodedSample): StoredImage {
  if (raster) return storedImage(raster);
  return {
    image,
    reduced,
    alpha: () => undefined,
    encode: (result) =>
      encodePng(result.channels === image.channels ? result : inChannels(result, image.channels)),
  };
}

/** Repeat a grey image in each of several channels. */
function inChannels(image: CellImage, channels: number): CellImage {
  const { data } = image;
  const repeated = newPixels(pixelTypeOf(data), data.length * channels);
  for (let i = 0; i < data.length; i++) repeated.fill(data[i]!, i * channels, (i + 1) * channels);
  return { ...image, channels, data: repeated };
}
