import type { ClassSeen } from "./measures/classSeen.ts";
import type { CellFeatureComparison } from "./measures/compareCells.ts";
import type { FeatureDistances } from "./measures/featureDistances.ts";
import type { Memorisation } from "./measures/memorisation.ts";
import type { Usefulness } from "./measures/usefulness.ts";

/** How many images of each kind. */
export interface EvaluatedCounts {
  readonly generated: number;
  readonly training: number;
  readonly heldOut: number;
}

/** The result of an evaluation. Plain data, as JSON holds it. */
export interface Evaluation {
  readonly n: EvaluatedCounts;
  /** The features' name. */
  readonly features: string;
  readonly seed: number;
  readonly distances: FeatureDistances;
  /** Each measured feature of the cells by itself, the most different first; [] where images have neither 1 nor 3 channels. */
  readonly cells: readonly CellFeatureComparison[];
  readonly memorisation: Memorisation;
  /** With classes. */
  readonly classSeen?: ClassSeen;
  /** With classes. */
  readonly usefulness?: Usefulness;
  /** With classes: all of it for each. */
  readonly perClass: readonly ClassEvaluation[];
}

/** The evaluation of the images of one class. Of `classSeen` and `usefulness` the class's part is in `Evaluation`. */
export interface ClassEvaluation {
  readonly name: string;
  readonly n: EvaluatedCounts;
  /** None where there are fewer than 8 images of a kind. */
  readonly distances?: FeatureDistances;
  readonly cells: readonly CellFeatureComparison[];
  /** None where there is no generated or no held-out image. */
  readonly memorisation?: Memorisation;
}
