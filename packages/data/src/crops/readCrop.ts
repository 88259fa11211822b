import type { CellImage } from "../images/cellImage.ts";
import type { ImageSource, PlaneRequest } from "../images/imageSource.ts";
import { cutWindow, neededWindow, resizePixels } from "./cutWindow.ts";
import { maskNeighbours } from "./maskNeighbours.ts";
import type { CropWindow } from "./planCrops.ts";

/** Source of a field's pixels: an opened file, or anything that reads parts of an image. */
export type FieldSource = Pick<ImageSource, "width" | "height" | "read">;

export interface ReadCropOptions {
  /** Plane and channels to read. @default the first plane, all channels */
  readonly plane?: Omit<PlaneRequest, "window">;
  /** Instance mask of the field; pixels of other objects are replaced by the background. */
  readonly mask?: FieldSource;
}

/**
 * Read a crop from a field. Only the part that the crop needs is read.
 *
 * @returns Image of the crop's size, with the pixel type of the field. Values are not scaled.
 * @throws UnreadableImageError if the file is damaged.
 */
export async function readCrop(
  field: FieldSource,
  { window, size, box }: CropWindow,
  { plane = {}, mask }: ReadCropOptions = {},
): Promise<CellImage> {
  const read = async (source: FieldSource, request: Omit<PlaneRequest, "window">): Promise<CellImage> => {
    const needed = neededWindow(window, field);
    return cutWindow(await source.read({ ...request, window: needed }), window, field, needed);
  };
  const pixels = await read(field, plane);
  const isMasked = mask !== undefined && box?.instance !== undefined;
  return resizePixels(isMasked ? maskNeighbours(pixels, await read(mask, {}), box.instance) : pixels, size);
}

/** Return an image in memory as a source of crops. */
export function fieldOfImage(image: CellImage): FieldSource {
  const { width, height } = image;
  return {
    width,
    height,
    read: async ({ window } = {}) => (window ? cutWindow(image, window) : image),
  };
}
