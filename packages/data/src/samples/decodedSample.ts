import type { DecodedFile } from "../formats/raster/decodedPixels.ts";
import { imageOfFile, storedImageOfFile } from "../formats/raster/decodeImage.ts";
import type { CellImage } from "../images/cellImage.ts";
import type { ImageFileFormat, ImageSource } from "../images/imageSource.ts";
import { newPixels, pixelTypeOf } from "../images/pixelType.ts";
import { selectChannels } from "../images/selectChannels.ts";
import type { SamplePlane } from "./selection/samplePlane.ts";

/** Decoded image of a set. */
export interface DecodedSample {
  /** Image with its stored channels: RGB stays RGB even if the channels are equal. */
  readonly image: CellImage;
  readonly format: ImageFileFormat;
  /** Return the image as it is used: gray if it has three equal color channels. */
  reduced(): CellImage;
  /** Decoded file with its alpha channel, if the image is a whole PNG, JPEG, WebP, GIF or BMP file. */
  readonly raster?: DecodedFile;
  /** Whether some pixels were transparent; these are composited over black. */
  readonly transparent: boolean;
  readonly notes: readonly string[];
}

/** Return the image of a decoded PNG, JPEG, WebP, GIF or BMP file. */
export function sampleOfRaster(file: DecodedFile, plane: SamplePlane | undefined): DecodedSample {
  const { notes, format } = file;
  const { transparent, ...grey } = imageOfFile(file);
  if (!plane)
    return { image: storedImageOfFile(file), format, reduced: () => grey, raster: file, transparent, notes };
  const { channels } = plane;
  if (!channels) return { image: storedImageOfFile(file), format, reduced: () => grey, transparent, notes };
  // Selected channels are kept, also if they are equal.
  const image = selectChannels(storedImageOfFile(file), channels);
  return { image, format, reduced: () => image, transparent, notes };
}

/** Return the image of a plane that was read from an opened file. */
export function sampleOfPlane(
  image: CellImage,
  plane: SamplePlane | undefined,
  { format, notes }: Pick<ImageSource, "format" | "notes">,
): DecodedSample {
  const isColour =
    image.channels === 3 && !image.channelNames && !plane?.channels && pixelTypeOf(image.data) === "uint8";
  return {
    image,
    format,
    reduced: () => (isColour ? withoutEqualChannels(image) : image),
    transparent: false,
    notes,
  };
}

/** Return a gray image if the three channels of an image are equal everywhere. */
function withoutEqualChannels(image: CellImage): CellImage {
  const { data } = image;
  for (let i = 0; i < data.length; i += 3) {
    if (data[i] !== data[i + 1] || data[i] !== data[i + 2]) return image;
  }
  const grey = newPixels(pixelTypeOf(data), data.length / 3);
  for (let i = 0; i < grey.length; i++) grey[i] = data[3 * i]!;
  return { ...image, channels: 1, data: grey };
}
