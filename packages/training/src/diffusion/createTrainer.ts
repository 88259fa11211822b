import { fit } from "../fit/fit.ts";
import { readAhead } from "../fit/readAhead.ts";
import { cosineLearningRate } from "../optimizer/cosineLearningRate.ts";
import { emaDecay } from "../optimizer/emaDecay.ts";
import { diffusionLoss } from "./diffusionLoss.ts";
import { randomInputs } from "./randomInputs.ts";
import type { Trainer, TrainingState } from "./trainer.ts";
import { completeOptions, type TrainerOptions } from "./trainerOptions.ts";
import { checkSettings, trainingSettings } from "./trainingSettings.ts";

/**
 * Set up the training of a diffusion model: `fit` with the denoising loss, a cosine learning rate with warm-up and an EMA of the weights
 * with warm-up. Images, timesteps, noise and dropout are functions of the step. Takes a few seconds.
 *
 * Each step is a function of the previous state and of (seed, step). On the same engine and machine, a run that resumes from its `state()`
 * therefore gives the same numbers as an uninterrupted run.
 *
 * @param state - State of the run to resume. @default start a new run
 * @throws RangeError if an option is out of range or does not fit the network or the images, or if the state belongs to another run.
 * @see Ho et al. 2020, arXiv:2006.11239, algorithm 1.
 */
export async function createTrainer(options: TrainerOptions, state?: TrainingState): Promise<Trainer> {
  const complete = completeOptions(options);
  const { unet, batches, steps, emaMaxDecay, emaPower } = complete;
  const { batchSize, height, width } = batches;
  const settings = trainingSettings(complete);
  if (state) checkSettings(state.settings, settings);

  const { loss, inputs } = diffusionLoss({ ...complete, batchSize, height, width });
  const imagesOf = readAhead(batches, steps);
  const randomInputsOf = randomInputs(complete);
  const fitted = await fit(
    { parameterShapes: unet.parameterShapes, init: unet.init, loss },
    {
      ...complete,
      inputs,
      batch: async (step) => {
        const { xStart, labels } = await imagesOf(step - 1);
        return { ...randomInputsOf(step, labels), xStart };
      },
      learningRate: (k) => cosineLearningRate(k, complete),
      emaDecay: (k) => emaDecay(k, emaMaxDecay, emaPower),
    },
    state,
  );

  return {
    get step() {
      return fitted.step;
    },
    get flopsPerStep() {
      return fitted.flopsPerStep;
    },
    measureStepTime: fitted.measureStepTime,
    async *run(signal) {
      for await (const record of fitted.run(signal)) {
        yield { ...record, imagesPerSecond: (1000 * batchSize) / record.stepMilliseconds };
      }
    },
    parameters: fitted.parameters,
    emaParameters: fitted.emaParameters,
    state: () => ({ ...fitted.state(), settings }),
    dispose: fitted.dispose,
  };
}
