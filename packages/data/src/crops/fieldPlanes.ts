import { FaultError } from "../formats/faultError.ts";
import { UnreadableImageError } from "../formats/unreadableImageError.ts";
import type { ImageSource } from "../images/imageSource.ts";
import { readPlane } from "../samples/readPlane.ts";
import type { SampleSelection } from "../samples/selection/sampleSelection.ts";
import { samplesOfSource } from "../samples/selection/samplesOfSource.ts";
import { headerOfSource } from "../samples/selection/sourceHeader.ts";
import type { FieldSize } from "./fieldSize.ts";
import type { FieldSource } from "./readCrop.ts";

/** Plane or projection of a file, as a field to crop. */
export interface FieldPlane {
  /** Distinguishes the planes of a file, such as "z3t0"; "" for the only one. */
  readonly name: string;
  /** Source of its pixels, with the selected channels. It is closed with the file. */
  readonly field: FieldSource & FieldSize;
}

/**
 * Return the selected planes and projections of an opened file as fields, in the order image, time, focal plane.
 *
 * @param selection - Planes and channels. @default the maximum projection of each time point, all channels
 * @throws UnreadableImageError if the file does not have a selected channel, focal plane or time point.
 */
export function fieldPlanes(source: ImageSource, selection: SampleSelection = {}): FieldPlane[] {
  try {
    return samplesOfSource(headerOfSource(source), selection).map(({ suffix, plane }) => ({
      name: suffix.replace(/^#/, ""),
      field: { ...source, read: ({ window } = {}) => readPlane(source, plane, window) },
    }));
  } catch (error) {
    if (error instanceof FaultError) throw new UnreadableImageError(source.path, error, { cause: error });
    throw error;
  }
}
