import type { Engine } from "@cellgen/engine";
import type { Sampling } from "@cellgen/pipelines";
import { evaluationDefaults } from "../../defaults.ts";
import type { EvaluatedModel, EvaluateFolderOptions } from "../evaluateFolderOptions.ts";
import type { EvaluationPlan, PlannedFiles } from "../evaluationPlan.ts";
import { generateImageSet } from "./generateImageSet.ts";
import { labelShares } from "./labelsByShare.ts";
import type { NamedImages } from "./namedImages.ts";
import { cropSide, readCropSet } from "./readCropSet.ts";
import { MAX_IMAGES, readImageSet } from "./readImageSet.ts";
import { selectBySeed } from "./selectBySeed.ts";

/** Images of an evaluation, all of one size. */
export interface EvaluationImages {
  readonly generated: NamedImages;
  readonly training: NamedImages;
  readonly heldOut: NamedImages;
}

/** Model with its sampling settings. */
export interface ImageSource {
  readonly model: EvaluatedModel;
  readonly sampling: Sampling;
}

/**
 * Read the real images of a plan, and read or generate the other images.
 *
 * @param source - Generates images; undefined = use files of the plan.
 * @param start - Starts the engine; called after the real images are read.
 */
export async function evaluationImages(
  plan: EvaluationPlan,
  source: ImageSource | undefined,
  start: () => Promise<Engine>,
  { count, seed = 0, batchSize = evaluationDefaults.batchSize, signal, onProgress }: EvaluateFolderOptions,
): Promise<EvaluationImages> {
  const { card, classes, generatedHaveClasses } = plan;
  const isCropped = source !== undefined && cropSide(card) > 0;
  const reading = ({ labels }: PlannedFiles) => ({
    card,
    labels,
    seed,
    signal,
    onProgress: (done: number, total: number) => onProgress?.({ stage: "read", done, total }),
  });
  const readReal = (kind: "training" | "heldOut"): Promise<NamedImages> => {
    const { folder, files } = plan[kind];
    return isCropped
      ? readCropSet(folder, files, kind, reading(plan[kind]))
      : readImageSet(folder, files, reading(plan[kind]));
  };
  const training = await readReal("training");
  const heldOut = await readReal("heldOut");
  if (!source) {
    const { folder, files } = plan.images!;
    const chosen = selectBySeed(files, count ?? MAX_IMAGES, seed);
    return { training, heldOut, generated: await readImageSet(folder, chosen, reading(plan.images!)) };
  }
  const { model, sampling } = source;
  const generated = await generateImageSet(model, await start(), {
    count: count ?? evaluationDefaults.count,
    seed,
    sampling,
    batchSize,
    ...(generatedHaveClasses
      ? {
          classes,
          shares:
            plan.classWeights === "equal"
              ? classes.map(() => 1 / classes.length)
              : labelShares(heldOut.set.labels!, classes.length),
        }
      : { classes: [], shares: [1] }),
    signal,
    onProgress: (done, total) => onProgress?.({ stage: "generate", done, total }),
  });
  return { training, heldOut, generated };
}
