import type { PixelWindow } from "@cellgen/filters";
import { randomStream } from "@cellgen/random";
import type { FieldSize } from "./fieldSize.ts";

/**
 * Return the windows of a grid on a field. Rows and columns are `stride` apart, wholly inside the field, and centered on it.
 *
 * @param size - Height and width of the windows in pixels of the field.
 * @param stride - Distance between neighbors, vertically and horizontally. @default `size`
 * @returns Row by row; [] if the field is smaller than a window.
 * @throws RangeError if a number is not a positive integer.
 */
export function gridWindows(
  field: FieldSize,
  size: readonly [height: number, width: number],
  stride: readonly [vertical: number, horizontal: number] = size,
): PixelWindow[] {
  checkSides("gridWindows", "size", size);
  checkSides("gridWindows", "stride", stride);
  const [height, width] = size;
  const columns = places(field.width, width, stride[1]);
  return places(field.height, height, stride[0]).flatMap((top) =>
    columns.map((left) => ({ left, top, width, height })),
  );
}

function places(length: number, side: number, stride: number): number[] {
  const count = length < side ? 0 : Math.floor((length - side) / stride) + 1;
  const first = Math.floor((length - side - (count - 1) * stride) / 2);
  return Array.from({ length: count }, (_, i) => first + i * stride);
}

/** Identity of a random window. Equal identities give equal windows. */
export interface WindowDraw {
  /** An integer in 0…2^53-1. */
  readonly seed: number;
  /** Epoch, an integer in 0…2^32-1. @default 0 */
  readonly epoch?: number;
  /** Number of the window within its epoch, an integer in 0…2^32-1. */
  readonly index: number;
}

/**
 * Draw a window inside a field. Every position is equally likely: `left, top` come from `randomStream(seed, "window", epoch, index)`.
 *
 * @param size - Height and width of the window in pixels of the field.
 * @returns Undefined if the field is smaller than the window.
 * @throws RangeError if a number is out of range.
 */
export function randomWindow(
  field: FieldSize,
  size: readonly [height: number, width: number],
  { seed, epoch = 0, index }: WindowDraw,
): PixelWindow | undefined {
  checkSides("randomWindow", "size", size);
  const [height, width] = size;
  if (field.width < width || field.height < height) return undefined;
  const stream = randomStream(seed, "window", epoch, index);
  const left = stream.integer(field.width - width + 1);
  return { left, top: stream.integer(field.height - height + 1), width, height };
}

function checkSides(caller: string, name: string, sides: readonly [number, number]): void {
  if (sides.every((side) => Number.isInteger(side) && side >= 1)) return;
  throw new RangeError(`${caller}: ${name} must be two positive integers, got ${JSON.stringify(sides)}.`);
}
