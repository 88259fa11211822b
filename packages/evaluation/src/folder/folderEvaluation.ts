import type { Sampling } from "@cellgen/pipelines";
import type { Evaluation } from "../evaluation.ts";
import type { Memorisation } from "../measures/memorisation.ts";
import type { NearestPair } from "../measures/nearestImages.ts";
import { describeEvaluation, type EvaluationWords } from "../report/describeEvaluation.ts";
import type { HeldOutSource } from "./evaluationPlan.ts";
import type { EvaluationWarning } from "./evaluationWarning.ts";
import type { EvaluationImages } from "./images/evaluationImages.ts";

/** A pair of images, with the names of their files. */
export interface NamedPair extends NearestPair {
  readonly imageName: string;
  readonly trainingName: string;
}

/** The result of an evaluation and its summary, with the names of the images. Plain data, as evaluation.json holds it. */
export interface EvaluationResult extends EvaluationWords, Evaluation {
  readonly memorisation: Memorisation & {
    readonly worst: readonly NamedPair[];
    readonly worstHeldOut: readonly NamedPair[];
  };
}

/** The evaluation of images of folders. */
export interface FolderEvaluation {
  readonly result: EvaluationResult;
  /** The images that were compared, of one size. */
  readonly images: EvaluationImages;
  /** Of the real images; label k is `classes[k]`. */
  readonly classes: readonly string[];
  /** Whether the generated images have these classes too. */
  readonly generatedHaveClasses: boolean;
  readonly heldOutFrom: HeldOutSource;
  /** How the model's images were sampled. */
  readonly sampling?: Sampling;
  /** Where the trained feature network is kept, if one was used. */
  readonly networkFile?: string;
  /** The engine, with what it runs on. */
  readonly engine: string;
  readonly warnings: readonly EvaluationWarning[];
}

/** Adds the summary and the names of images to an evaluation. */
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
