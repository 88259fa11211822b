import type { ClassSeen } from "./measures/classSeen.ts";
import type { CellFeatureComparison } from "./measures/compareCells.ts";
import type { FeatureDistances } from "./measures/featureDistances.ts";
import type { Memorisation } from "./measures/memorisation.ts";
import type { Usefulness } from "./measures/usefulness.ts";

/** Number of images in each set. */
export interface EvaluatedCounts {
  readonly generated: number;
  readonly training: number;
  readonly heldOut: number;
}

/** Result of an evaluation. Plain data that can be stored as JSON. */
export interface Evaluation {
  readonly n: EvaluatedCounts;
  /** Name of the features. */
  readonly features: string;
  readonly seed: number;
  readonly distances: FeatureDistances;
  /** Comparison of each measured cell feature, largest difference first; [] if images have neither 1 nor 3 channels. */
  readonly cells: readonly CellFeatureComparison[];
  readonly memorisation: Memorisation;
  /** Only with classes. */
  readonly classSeen?: ClassSeen;
  /** Only with classes. */
  readonly usefulness?: Usefulness;
  /** Evaluation of each class; [] without classes. */
  readonly perClass: readonly ClassEvaluation[];
}

/** Evaluation of the images of one class. `classSeen` and `usefulness` per class are in `Evaluation`. */
export interface ClassEvaluation {
  readonly name: string;
  readonly n: EvaluatedCounts;
  /** Undefined if a set has fewer than 8 images of the class. */
  readonly distances?: FeatureDistances;
  readonly cells: readonly CellFeatureComparison[];
  /** Undefined if there are no generated or no held-out images of the class. */
  readonly memorisation?: Memorisation;
}
