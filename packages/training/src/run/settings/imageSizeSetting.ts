/** Size of the training images: the side of a square, or "48x80", width x height. */
export type ImageSizeSetting = number | `${number}x${number}`;

/** Size in pixels, like the ImageSize of `@cellgen/data`, which the main entry does not need. */
interface Size {
  readonly width: number;
  readonly height: number;
}

/** Limits of the sides, in pixels. */
export const imageSideLimits = { min: 8, max: 1024 } as const;

/** Parse a size setting; undefined if it is not one, or a side is out of range. */
export function parseImageSize(setting: unknown): Size | undefined {
  const match = /^(\d+)(?:x(\d+))?$/.exec(String(setting));
  if (!match) return undefined;
  const width = Number(match[1]);
  const height = Number(match[2] ?? match[1]);
  const { min, max } = imageSideLimits;
  return [width, height].every((side) => side >= min && side <= max) ? { width, height } : undefined;
}

/** Return a size as a setting: the side of a square, or "48x80". */
export function imageSizeSetting({ width, height }: Size): ImageSizeSetting {
  return width === height ? width : `${width}x${height}`;
}
