import type { PixelWindow } from "@cellgen/filters";

/** Size of an image in pixels. */
export interface ImageSize {
  readonly width: number;
  readonly height: number;
}

/**
 * Convert the side of a square to a size.
 *
 * @throws RangeError if a side is not a positive integer.
 */
export function sizeOf(caller: string, size: number | ImageSize): ImageSize {
  const { width, height } = typeof size === "number" ? { width: size, height: size } : size;
  if ([width, height].every((side) => Number.isInteger(side) && side > 0)) return { width, height };
  const got = typeof size === "number" ? size : `${width}x${height}`;
  throw new RangeError(
    `${caller}: size must be a positive integer or { width, height } of them, got ${got}.`,
  );
}

/**
 * Return the largest centered rectangle of an image with the aspect ratio of `size`, rounded to the left and up by half a pixel if
 * necessary.
 */
export function centreWindow(image: ImageSize, size: ImageSize): PixelWindow {
  const { width, height } = windowSize(Math.min(...sidesPerPixel(image, size)), image, size);
  return {
    left: Math.floor((image.width - width) / 2),
    top: Math.floor((image.height - height) / 2),
    width,
    height,
  };
}

/**
 * Return the size of a window with the aspect ratio of `size` whose shorter side is `side`, or less if the image is smaller.
 */
export function windowOfSide(side: number, image: ImageSize, size: ImageSize): ImageSize {
  const scale = Math.min(side / Math.min(size.width, size.height), ...sidesPerPixel(image, size));
  return windowSize(scale, image, size);
}

const sidesPerPixel = (image: ImageSize, size: ImageSize): [number, number] => [
  image.width / size.width,
  image.height / size.height,
];

function windowSize(scale: number, image: ImageSize, size: ImageSize): ImageSize {
  const side = (name: "width" | "height"): number =>
    Math.min(image[name], Math.max(1, Math.round(scale * size[name])));
  return { width: side("width"), height: side("height") };
}
