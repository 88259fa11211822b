import type { ImageFile, ImageFolder } from "../folder/imageFolder.ts";
import type { CellImage } from "../images/cellImage.ts";
import { type FileKind, type FileScale, fileScale, kindOfImage } from "../processor/fileScale.ts";
import { imageEncoder } from "../processor/imageEncoder.ts";
import type { PixelScale } from "../processor/pixelScale.ts";

/**
 * Create a function that converts the decoded images of a scanned folder to model values.
 *
 * @param channels - Number of channels of the model.
 * @returns A function of an image, its file and, optionally, an array that receives the values. It returns that array or a new one.
 * @throws UnfitImageError if the channels of a file do not match those of the model.
 */
export function fileEncoder(
  folder: ImageFolder,
  channels: number,
  scale: PixelScale,
): (image: CellImage, file: ImageFile, target?: Float32Array) => Float32Array {
  const encoder = imageEncoder(channels, scale);
  const format = {
    ...scale,
    channels,
    ...(folder.channelNames && channels === folder.channels ? { channelNames: folder.channelNames } : {}),
  };
  const scales = new Map<string, FileScale>();
  const scaleOf = (file: ImageFile): FileScale => {
    if (file.ranges) return fileScale(kindOfFile(file, folder), format);
    const key = `${file.pixelType} ${file.channels}`;
    const known = scales.get(key) ?? fileScale(kindOfFile(file, folder), format, folder.measured);
    scales.set(key, known);
    return known;
  };
  let previous: ImageFile | undefined;
  for (const file of folder.files) {
    const isSame = file.pixelType === previous?.pixelType && file.channels === previous.channels;
    if (file.ranges || !isSame) scaleOf(file);
    previous = file;
  }
  const named = (image: CellImage): CellImage =>
    folder.channelNames && !image.channelNames ? { ...image, channelNames: folder.channelNames } : image;

  return (image, file, target) => {
    // The channels of a color file are compared when it is decoded, so that a large set may hold others than its index says.
    const isListed = image.channels === file.channels;
    return encoder.encode(
      image,
      isListed ? scaleOf(file) : fileScale(kindOfImage(named(image)), format, folder.measured),
      true,
      target,
    );
  };
}

/** Return the properties of a scanned file that determine its scale. */
function kindOfFile(
  { channels, pixelType, ranges, min = 0, max = min + 1 }: ImageFile,
  folder: ImageFolder,
): FileKind {
  return {
    channels,
    ...(folder.channelNames ? { channelNames: folder.channelNames } : {}),
    pixelType,
    brightest: () => max,
    ranges: () => ranges ?? [[min, max > min ? max : min + 1]],
  };
}
