import type { ImageFolder } from "../imageFolder.ts";
import { PixelCache } from "./pixelCache.ts";

/** Pixels decoded during a scan, stored outside the folder object, which is plain data. */
const pixelsOf = new WeakMap<ImageFolder, PixelCache>();

export function rememberPixels(folder: ImageFolder, pixels: PixelCache): void {
  pixelsOf.set(folder, pixels);
}

/** Return the cached pixels of a folder; an empty cache if the folder was not scanned in this process. */
export function rememberedPixels(folder: ImageFolder, cacheBytes: number): PixelCache {
  let pixels = pixelsOf.get(folder);
  if (!pixels) {
    pixels = new PixelCache(cacheBytes);
    pixelsOf.set(folder, pixels);
  }
  return pixels;
}
