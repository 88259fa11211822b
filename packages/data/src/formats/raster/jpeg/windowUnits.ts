import type { PixelWindow } from "@cellgen/filters";
import type { JpegComponent, JpegHeader } from "./jpegHeader.ts";
import type { ScanIndex } from "./scanIndex.ts";

/** Minimum coded units, by their columns and rows; the last ones are included. */
export interface WindowUnits {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Return the number of minimum coded units along each axis of an image. */
export function unitCounts({ width, height, components }: JpegHeader): { across: number; down: number } {
  const [{ columns, rows }] = components as [JpegComponent];
  return { across: Math.ceil(width / (8 * columns)), down: Math.ceil(height / (8 * rows)) };
}

/** Return the minimum coded units that a window needs: a neighbor on each side is needed to upsample colors. */
export function unitsOfWindow({ width, height, components }: JpegHeader, window: PixelWindow): WindowUnits {
  const [{ columns, rows }] = components as [JpegComponent];
  return {
    left: Math.floor(Math.max(0, window.left - 2) / (8 * columns)),
    right: Math.floor(Math.min(width - 1, window.left + window.width + 1) / (8 * columns)),
    top: Math.floor(Math.max(0, window.top - 2) / (8 * rows)),
    bottom: Math.floor(Math.min(height - 1, window.top + window.height + 1) / (8 * rows)),
  };
}

/** A code of 255 is followed by a stuffed byte, which may lie in front of the last position. */
const MARGIN = 2;

/**
 * Return the bytes of a file that `decodeJpegWindow` needs.
 *
 * @returns Position of the first byte, and of the one after the last; undefined if that is not known.
 */
export function bytesOfWindow(
  header: JpegHeader,
  window: PixelWindow,
  index: ScanIndex,
): [start: number, end: number | undefined] {
  const { left, right, top, bottom } = unitsOfWindow(header, window);
  const { across } = unitCounts(header);
  const start = Math.floor(index.position(index.unitBefore(top * across + left)) / 8);
  const after = index.unitAfter(bottom * across + right);
  return [start, after === undefined ? undefined : Math.ceil(index.position(after) / 8) + MARGIN];
}
