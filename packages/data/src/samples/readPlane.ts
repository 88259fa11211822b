import type { PixelWindow } from "@cellgen/filters";
import { cutWindow, neededWindow } from "../crops/cutWindow.ts";
import type { CellImage } from "../images/cellImage.ts";
import type { ImageSource } from "../images/imageSource.ts";
import { projectPlanes } from "./projectPlanes.ts";
import type { SamplePlane } from "./selection/samplePlane.ts";

/**
 * Read a plane or projection of an opened file, or a part of it. Only the tiles that it needs are read.
 *
 * @param window - Rectangle of the sample. @default the whole sample
 * @throws UnreadableImageError if the file is damaged; RangeError if it does not have the plane.
 */
export async function readPlane(
  source: ImageSource,
  plane: SamplePlane = {},
  window?: PixelWindow,
): Promise<CellImage> {
  const { projection, channels, image = 0, z = 0, time = 0 } = plane;
  const part = partOf(plane.window, window);
  const needed = part && neededWindow(part, source);
  const readFocus = (focus: number): Promise<CellImage> =>
    source.read({ image, z: focus, time, ...(channels && { channels }), ...(needed && { window: needed }) });
  const pixels = projection ? await projectPlanes(projection, source.depth, readFocus) : await readFocus(z);
  return part ? cutWindow(pixels, part, source, needed) : pixels;
}

/** Return the part of a plane that is a window of a sample; undefined for the whole plane. */
export function partOf(
  sample: PixelWindow | undefined,
  window: PixelWindow | undefined,
): PixelWindow | undefined {
  if (!sample || !window) return sample ?? window;
  return { ...window, left: sample.left + window.left, top: sample.top + window.top };
}
