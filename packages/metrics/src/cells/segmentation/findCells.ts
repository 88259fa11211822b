import type { UnitPlanes } from "../measuredImage.ts";
import { noiseLevel } from "../noiseLevel.ts";
import { backgroundColour } from "./backgroundColour.ts";
import { colourDistance } from "./colourDistance.ts";
import { connectedComponents } from "./connectedComponents.ts";
import { fillHoles } from "./fillHoles.ts";
import { otsuThreshold } from "./otsuThreshold.ts";
import { smoothed } from "./smoothed.ts";

/** Smaller parts are dust: in pixels, and as a share of the largest part. */
const SMALLEST_AREA = 9;
const SMALLEST_SHARE = 0.02;

/** What of white noise's deviation `smoothed` leaves: (1² + 2² + 1²) / 4². */
const NOISE_LEFT = 6 / 16;

/** The least that cells must differ from the background: a share of the range, and in deviations of the noise that is left. */
const MIN_CONTRAST = 0.01;
const MIN_CONTRAST_TO_NOISE = 2;

export interface FoundCells {
  /** The pixels of each cell, the largest first. */
  readonly cells: readonly Int32Array[];
  /** `[height, width]`: 0 in the background, k in the cell at k - 1. */
  readonly labels: Int32Array;
  /** 0…1, a number a channel. */
  readonly background: Float64Array;
}

/** What `segmentCells` describes, on planes. */
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

/** The parts of the foreground, without holes and without dust; none if it is the whole image. */
function cellsOf(mask: Uint8Array, height: number, width: number): Int32Array[] {
  fillHoles(mask, height, width);
  const parts = connectedComponents(mask, height, width).sort((a, b) => b.length - a.length);
  const largest = parts[0]!.length;
  const smallest = Math.max(SMALLEST_AREA, SMALLEST_SHARE * largest);
  return largest === mask.length ? [] : parts.filter((pixels) => pixels.length >= smallest);
}

/** How much farther the foreground is from the background's colour than the background itself, on average; NaN without a foreground. */
function contrastOf(distance: Float64Array, mask: Uint8Array): number {
  const sums = [0, 0];
  const counts = [0, 0];
  for (let pixel = 0; pixel < mask.length; pixel++) {
    sums[mask[pixel]!]! += distance[pixel]!;
    counts[mask[pixel]!]! += 1;
  }
  return sums[1]! / counts[1]! - sums[0]! / counts[0]!;
}
