import type { ClassSeen } from "./measures/classSeen.ts";
import type { CellFeatureComparison } from "./measures/compareCells.ts";
import type { FeatureDistances } from "./measures/featureDistances.ts";
import type { Memorisation } from "./measures/memorisation.ts";
import type { ClassWeights } from "./measures/selectByClass.ts";
import type { Usefulness } from "./measures/usefulness.ts";

/** Number of images in each set. */
export interface EvaluatedCounts {
  readonly generated: number;
  readonly training: number;
  readonly heldOut: number;
}

/** Proportions of the classes in the measures of all images. */
export interface ClassProportions {
  /**
   * Weight of each class: in proportion to the held-out images, or equal. "unchanged" is as in each set, because too few images of some classes
   * are in a set.
   */
  readonly weights: ClassWeights | "unchanged";
  /** Number of images of each set in these proportions, selected by the seed. */
  readonly n: EvaluatedCounts;
  /** Classes without selected images, because a set has too few of them. */
  readonly excluded: readonly string[];
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
  /** Only with classes. The measures of all images use only images in these proportions, those of each class all of its images. */
  readonly classProportions?: ClassProportions;
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
