import { countFlops } from "@cellgen/engine";
import { fit } from "../fit/fit.ts";
import type { Fit } from "../fit/fitResult.ts";
import type { FitState } from "../fit/fitState.ts";
import { lossAndGradients } from "../fit/lossAndGradients.ts";
import { readAhead } from "../fit/readAhead.ts";
import { cosineLearningRate } from "../optimizer/cosineLearningRate.ts";
import { emaDecay } from "../optimizer/emaDecay.ts";
import { diffusionLoss } from "./diffusionLoss.ts";
import { randomInputs } from "./randomInputs.ts";
import type { CompleteOptions } from "./trainerOptions.ts";
import type { TrainingStage } from "./trainingStages.ts";

/** Set up the fit of one stage of a training, see `createTrainer`. It ends at the last step of the stage. */
export function diffusionFit(options: CompleteOptions, stage: TrainingStage, state?: FitState): Promise<Fit> {
  const { unet, emaMaxDecay, emaPower } = options;
  const { batches, end } = stage;
  const { loss, inputs } = stageLoss(options, stage);
  const imagesOf = readAhead(batches, end);
  const randomInputsOf = randomInputs({ ...options, batches });
  return fit(
    { parameterShapes: unet.parameterShapes, init: unet.init, loss },
    {
      ...options,
      steps: end,
      inputs,
      batch: async (step) => {
        const { xStart, labels } = await imagesOf(step - 1);
        return { ...randomInputsOf(step, labels), xStart };
      },
      learningRate: (k) => cosineLearningRate(k, options),
      emaDecay: (k) => emaDecay(k, emaMaxDecay, emaPower),
    },
    state,
  );
}

/** Count the floating-point operations of a step in a stage. */
export function stageFlops(options: CompleteOptions, stage: TrainingStage): number {
  const { loss, inputs } = stageLoss(options, stage);
  const { fn, signature } = lossAndGradients({ parameterShapes: options.unet.parameterShapes, loss }, inputs);
  return countFlops(fn, signature);
}

function stageLoss(options: CompleteOptions, { batches }: TrainingStage): ReturnType<typeof diffusionLoss> {
  const { batchSize, height, width } = batches;
  return diffusionLoss({ ...options, batchSize, height, width });
}
