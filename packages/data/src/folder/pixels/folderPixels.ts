import type { ImageFolder } from "../imageFolder.ts";
import { PixelCache } from "./pixelCache.ts";

/** The pixels decoded during a scan, kept beside the folder and not in it: that is plain data. */
const pixelsOf = new WeakMap<ImageFolder, PixelCache>();

export function rememberPixels(folder: ImageFolder, pixels: PixelCache): void {
  pixelsOf.set(folder, pixels);
}

/** A folder that was not made by a scan of this process starts with nothing in memory. */
export function rememberedPixels(folder: ImageFolder, cacheBytes: number): PixelCache {
  let pixels = pixelsOf.get(folder);
  if (!pixels) {
    pixels = new PixelCache(cacheBytes);
    pixelsOf.set(folder, pixels);
  }
  return pixels;
}
