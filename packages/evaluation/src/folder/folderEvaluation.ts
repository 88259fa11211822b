import type { Sampling } from "@cellgen/pipelines";
import type { Evaluation } from "../evaluation.ts";
import type { Memorisation } from "../measures/memorisation.ts";
import type { NearestPair } from "../measures/nearestImages.ts";
import { describeEvaluation, type EvaluationWords } from "../report/describeEvaluation.ts";
import type { HeldOutSource } from "./evaluationPlan.ts";
import type { EvaluationWarning } from "./evaluationWarning.ts";
import type { EvaluationImages } from "./images/evaluationImages.ts";

/** Pair of images with their file names. */
export interface NamedPair extends NearestPair {
  readonly imageName: string;
  readonly trainingName: string;
}

/** Result of an evaluation with its summary and image names. Plain data, the contents of evaluation.json. */
export interface EvaluationResult extends EvaluationWords, Evaluation {
  readonly memorisation: Memorisation & {
    readonly worst: readonly NamedPair[];
    readonly worstHeldOut: readonly NamedPair[];
  };
}

/** Evaluation of image folders. */
export interface FolderEvaluation {
  readonly result: EvaluationResult;
  /** Compared images, all of one size. */
  readonly images: EvaluationImages;
  /** Names of the channels, if they have any. */
  readonly channelNames?: readonly string[];
  /** Colors of the channels in pictures. @default gray, red, green and blue, or by the names of the channels */
  readonly displayColors?: readonly string[];
  /** Classes of the real images; label k is `classes[k]`. */
  readonly classes: readonly string[];
  /** Whether the generated images have these classes too. */
  readonly generatedHaveClasses: boolean;
  readonly heldOutFrom: HeldOutSource;
  /** Sampling settings of the generated images. */
  readonly sampling?: Sampling;
  /** Path of the stored feature network, if one was used. */
  readonly networkFile?: string;
  /** Name of the engine and its device. */
  readonly engine: string;
  readonly warnings: readonly EvaluationWarning[];
}

/** Add the summary and the image names to an evaluation. */
export function evaluationResult(
  evaluation: Evaluation,
  { generated, training, heldOut }: EvaluationImages,
): EvaluationResult {
  const { memorisation } = evaluation;
  const named = (pairs: readonly NearestPair[], names: readonly string[]): NamedPair[] =>
    pairs.map((pair) => ({
      ...pair,
      imageName: names[pair.image]!,
      trainingName: training.names[pair.training]!,
    }));
  return {
    ...describeEvaluation(evaluation),
    ...evaluation,
    memorisation: {
      ...memorisation,
      worst: named(memorisation.worst, generated.names),
      worstHeldOut: named(memorisation.worstHeldOut, heldOut.names),
    },
  };
}
