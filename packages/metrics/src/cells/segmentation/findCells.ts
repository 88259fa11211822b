import { connectedComponents } from "@cellgen/filters";
import type { UnitPlanes } from "../measuredImage.ts";
import { noiseLevel } from "../noiseLevel.ts";
import { backgroundColour } from "./backgroundColour.ts";
import { colourDistance } from "./colourDistance.ts";
import { fillHoles } from "./fillHoles.ts";
import { otsuThreshold } from "./otsuThreshold.ts";
import { smoothed } from "./smoothed.ts";

/** Minimum area of a component, in pixels, and as a share of the largest one. Smaller ones are dust. */
const SMALLEST_AREA = 9;
const SMALLEST_SHARE = 0.02;

/** Share of the standard deviation of white noise that remains after `smoothed`: (1² + 2² + 1²) / 4². */
const NOISE_LEFT = 6 / 16;

/** Minimum contrast of cells to the background: as a share of the range, and in standard deviations of the remaining noise. */
const MIN_CONTRAST = 0.01;
const MIN_CONTRAST_TO_NOISE = 2;

export interface FoundCells {
  /** Pixels of each cell, the largest cell first. */
  readonly cells: readonly Int32Array[];
  /** `[height, width]`: 0 in the background, k in cell k - 1. */
  readonly labels: Int32Array;
  /** Background color, 0…1, one number per channel. */
  readonly background: Float64Array;
}

/** Segment the cells as described for `segmentCells`, on planes. */
export function findCells({ height, width, planes }: UnitPlanes): FoundCells {
  const smooth = planes.map((plane) => smoothed(plane, height, width));
  const background = backgroundColour(smooth, height, width);
  const distance = colourDistance(smooth, background);
  const threshold = otsuThreshold(distance);
  const mask = Uint8Array.from(distance, (value) => (value > threshold ? 1 : 0));

  const noises = planes.map((plane) => (NOISE_LEFT * noiseLevel(plane, height, width)) ** 2);
  const noise = Math.sqrt(noises.reduce((sum, square) => sum + square, 0) / planes.length);
  const isSeen = contrastOf(distance, mask) > Math.max(MIN_CONTRAST, MIN_CONTRAST_TO_NOISE * noise);
  const cells = isSeen ? cellsOf(mask, height, width) : [];

  const labels = new Int32Array(height * width);
  for (const [index, pixels] of cells.entries()) for (const pixel of pixels) labels[pixel] = index + 1;
  return { cells, labels, background };
}

/** Return the components of the foreground without holes and dust; none if they cover the whole image. */
function cellsOf(mask: Uint8Array, height: number, width: number): Int32Array[] {
  fillHoles(mask, height, width);
  const parts = connectedComponents(mask, height, width).sort((a, b) => b.length - a.length);
  const largest = parts[0]!.length;
  const smallest = Math.max(SMALLEST_AREA, SMALLEST_SHARE * largest);
  return largest === mask.length ? [] : parts.filter((pixels) => pixels.length >= smallest);
}

/** Return the mean distance of the foreground from the background color minus that of the background; NaN without foreground. */
function contrastOf(distance: Float64Array, mask: Uint8Array): number {
  const sums = [0, 0];
  const counts = [0, 0];
  for (let pixel = 0; pixel < mask.length; pixel++) {
    sums[mask[pixel]!]! += distance[pixel]!;
    counts[mask[pixel]!]! += 1;
  }
  return sums[1]! / counts[1]! - sums[0]! / counts[0]!;
}
