import type { ImageSource } from "../../images/imageSource.ts";
import type { ValueRange } from "../../images/valueRange.ts";

/** Metadata of an image file, or of one split of a .npz file. Plain data. */
export interface SourceHeader
  extends Pick<
    ImageSource,
    | "format"
    | "width"
    | "height"
    | "channels"
    | "pixelType"
    | "images"
    | "depth"
    | "times"
    | "channelNames"
    | "pixelSizeMicrometres"
    | "labels"
  > {
  /** Split of a .npz file in the MedMNIST layout. */
  readonly split?: string;
  /** Name of each class, if the file states them. */
  readonly classNames?: readonly string[];
  /** Per channel: pixel values that map to -1 and 1, if the file states them. */
  readonly ranges?: readonly ValueRange[];
  /** Facts about the file that a user should know, as sentences. @default none */
  readonly notes?: readonly string[];
}

/** Return the metadata of an opened file. */
export function headerOfSource(
  source: ImageSource & Pick<SourceHeader, "classNames" | "ranges">,
  split?: string,
): SourceHeader {
  const { format, width, height, channels, pixelType, images, depth, times } = source;
  const { channelNames, pixelSizeMicrometres, labels, classNames, ranges, notes } = source;
  return {
    format,
    width,
    height,
    channels,
    pixelType,
    images,
    depth,
    times,
    ...(split !== undefined && { split }),
    ...(channelNames && { channelNames }),
    ...(pixelSizeMicrometres !== undefined && { pixelSizeMicrometres }),
    ...(labels && { labels }),
    ...(classNames && { classNames }),
    ...(ranges && { ranges }),
    ...(notes.length > 0 && { notes }),
  };
}
