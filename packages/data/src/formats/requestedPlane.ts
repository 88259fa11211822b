import type { PixelWindow } from "@cellgen/filters";
import type { ImageSource, PlaneRequest } from "../images/imageSource.ts";
import { FaultError } from "./faultError.ts";

/** Plane request with every default filled in. */
export type RequestedPlane = { readonly [Key in keyof PlaneRequest]-?: NonNullable<PlaneRequest[Key]> };

type Extent = Pick<ImageSource, "width" | "height" | "channels" | "images" | "depth" | "times">;

/**
 * Fill in the defaults of a plane request and check it against the size of the source.
 *
 * @throws RangeError if a position, channel or window lies outside the source.
 */
export function requestedPlane(caller: string, source: Extent, request: PlaneRequest = {}): RequestedPlane {
  const { image = 0, z = 0, time = 0 } = request;
  const positions = [
    ["image", image, source.images],
    ["z", z, source.depth],
    ["time", time, source.times],
  ] as const;
  for (const [name, value, count] of positions) checkIndex(caller, name, value, count);
  const channels = request.channels ?? Array.from({ length: source.channels }, (_, index) => index);
  if (channels.length === 0) throw new RangeError(`${caller}: channels must name at least one channel.`);
  for (const channel of channels) checkIndex(caller, "channels", channel, source.channels);
  const window = request.window ?? { left: 0, top: 0, width: source.width, height: source.height };
  checkWindow(caller, source, window);
  return { image, z, time, channels, window };
}

/**
 * Check the number of pixels of a window before it is decoded.
 *
 * @throws FaultError if it exceeds the limit.
 */
export function checkPixelLimit({ width, height }: PixelWindow, limitInputPixels: number): void {
  if (width * height > limitInputPixels) {
    throw new FaultError(
      `too large: ${width}x${height} exceeds the limit of ${limitInputPixels} pixels`,
      "Read it in smaller windows, or scale it down.",
    );
  }
}

function checkIndex(caller: string, name: string, value: number, count: number): void {
  if (!Number.isInteger(value) || value < 0 || value >= count) {
    throw new RangeError(`${caller}: ${name} must be an integer from 0 to ${count - 1}, got ${value}.`);
  }
}

function checkWindow(caller: string, { width, height }: Extent, window: PixelWindow): void {
  const sides = [window.left, window.top, window.width, window.height];
  const isInside =
    sides.every(Number.isInteger) &&
    window.left >= 0 &&
    window.top >= 0 &&
    window.width > 0 &&
    window.height > 0 &&
    window.left + window.width <= width &&
    window.top + window.height <= height;
  if (!isInside) {
    throw new RangeError(
      `${caller}: window must lie inside the image of ${width}x${height}, got ${window.width}x${window.height} at ${window.left},${window.top}.`,
    );
  }
}
