import type { PixelWindow } from "@cellgen/filters";
import type { ImageSource, PlaneRequest } from "../../images/imageSource.ts";

/** Request with its defaults. */
interface CheckedRequest {
  readonly image: number;
  readonly z: number;
  readonly time: number;
  readonly window: PixelWindow;
  /** Channels to read. */
  readonly wanted: readonly number[];
}

/**
 * Check a request against a source and fill in its defaults.
 *
 * @throws RangeError if a position, channel or window lies outside the source, or there are more than `maxChannels` channels.
 */
export function checkPlaneRequest(
  request: PlaneRequest,
  source: ImageSource,
  maxChannels: number,
): CheckedRequest {
  const { image = 0, z = 0, time = 0, channels, window } = request;
  checkIndex("image", image, source.images);
  checkIndex("z", z, source.depth);
  checkIndex("time", time, source.times);
  const wanted = channels ?? Array.from({ length: source.channels }, (_, channel) => channel);
  for (const channel of wanted) checkIndex("channels", channel, source.channels);
  if (wanted.length === 0 || wanted.length > maxChannels) {
    throw new RangeError(
      `read: channels must name 1 to ${maxChannels} channels, got ${wanted.length}. Select some of them.`,
    );
  }
  const whole = { left: 0, top: 0, width: source.width, height: source.height };
  return { image, z, time, wanted, window: window ? checkWindow(window, source) : whole };
}

function checkIndex(name: string, index: number, count: number): void {
  if (!Number.isInteger(index) || index < 0 || index >= count) {
    throw new RangeError(`read: ${name} must be an integer from 0 to ${count - 1}, got ${index}.`);
  }
}

function checkWindow(window: PixelWindow, { width, height }: ImageSource): PixelWindow {
  const { left, top } = window;
  const isInside =
    [left, top, window.width, window.height].every(Number.isInteger) &&
    left >= 0 &&
    top >= 0 &&
    window.width > 0 &&
    window.height > 0 &&
    left + window.width <= width &&
    top + window.height <= height;
  if (!isInside) {
    throw new RangeError(
      `read: window must lie inside the image of ${width}x${height} pixels, got ${window.width}x${window.height} at (${left}, ${top}).`,
    );
  }
  return window;
}
