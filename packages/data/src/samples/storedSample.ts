import { storedRaster } from "../formats/raster/storedRaster.ts";
import { type StoredImage, storedImage } from "../formats/storedImage.ts";
import type { DecodedSample } from "./decodedSample.ts";

/** Return a decoded image with an encoder for results of its type. */
export function storedSample({ raster, image, format, reduced }: DecodedSample): StoredImage {
  return raster ? storedRaster(raster) : storedImage(image, format, reduced);
}
