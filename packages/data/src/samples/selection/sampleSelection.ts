import { MAX_CHANNELS } from "../../images/cellImage.ts";

/** Focal planes of a stack to use: each as an image, one, or a projection. */
export type FocalPlanes = "all" | "max" | "mean" | number;

/** Planes and channels of the files of a set that are its images. */
export interface SampleSelection {
  /** Channels by index or name, in this order. Names are compared ignoring case. @default all, at most 8 */
  readonly channels?: readonly (number | string)[] | undefined;
  /**
   * Focal planes: "max" for the maximum projection, "mean" for the mean projection, "all" for each plane as an image, or the index of one
   * plane. @default "max"
   */
  readonly z?: FocalPlanes | undefined;
  /** Time points: "all" for each as an image, or the index of one. @default "all" */
  readonly time?: "all" | number | undefined;
}

/** Selection without an option: the maximum projection of every time point. */
export const DEFAULT_SELECTION = { z: "max", time: "all" } as const;

/**
 * Check a selection.
 *
 * @throws RangeError if a channel or position is not valid, or a channel is repeated.
 */
export function checkSelection(caller: string, { channels, z, time }: SampleSelection): void {
  if (channels !== undefined) {
    const isValid = (channel: number | string): boolean =>
      typeof channel === "string" ? channel !== "" : isIndex(channel);
    const isRepeated = new Set(channels).size !== channels.length;
    if (channels.length === 0 || channels.length > MAX_CHANNELS || !channels.every(isValid) || isRepeated) {
      throw new RangeError(
        `${caller}: channels must be 1 to ${MAX_CHANNELS} different indices (from 0) or names, got [${channels.join(", ")}].`,
      );
    }
  }
  if (z !== undefined && z !== "all" && z !== "max" && z !== "mean" && !isIndex(z)) {
    throw new RangeError(`${caller}: z must be "all", "max", "mean" or an index from 0, got ${z}.`);
  }
  if (time !== undefined && time !== "all" && !isIndex(time)) {
    throw new RangeError(`${caller}: time must be "all" or an index from 0, got ${time}.`);
  }
}

function isIndex(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
