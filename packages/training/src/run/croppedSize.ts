import type { ImageSize } from "@cellgen/data";

/**
 * Return the size of the window that is cropped from an image before scaling: the largest with the aspect ratio of `size`, or one whose
 * shorter side is `crop` pixels.
 *
 * @param crop - 0 = no crop.
 */
export function croppedSize(image: ImageSize, size: ImageSize, crop: number): ImageSize {
  const limits = [image.width / size.width, image.height / size.height];
  if (crop > 0) limits.push(crop / shorterSide(size));
  const scale = Math.min(...limits);
  return { width: Math.round(scale * size.width), height: Math.round(scale * size.height) };
}

export function shorterSide({ width, height }: ImageSize): number {
  return Math.min(width, height);
}
