import { type DiffusionLossOptions, diffusionLoss } from "../diffusion/diffusionLoss.ts";
import { type CompilableStep, lossAndGradients } from "./lossAndGradients.ts";

export type TrainingStepOptions = DiffusionLossOptions;
export type TrainingStep = CompilableStep;

/**
 * The loss of one batch of a denoising network and its gradient, as a function for an engine to compile: what `createTrainer` runs at each
 * step, for those who measure or export it.
 *
 * | input | |
 * |---|---|
 * | `parameters/NAME` | each of the network's parameters |
 * | `dropout/NAME` | each of the network's dropout masks: 0 or 1/(1 − p) |
 * | `xStart`, `noise` | `[batchSize, height, width, channels]`: clean images in [-1, 1], standard normal |
 * | `t` | int32 `[batchSize]`: timesteps, 0…numTimesteps-1 |
 * | `labels` | int32 `[batchSize]`, if the network takes classes |
 *
 * | output | |
 * |---|---|
 * | `loss` | mean of (output − target)² over the batch and all its values: a scalar |
 * | `gradients/NAME` | the loss's gradient by each parameter, of its shape |
 *
 * Nothing in it is random, and nothing is kept from call to call.
 *
 * @throws RangeError if the network does not take images of this size.
 * @see Ho et al. 2020, arXiv:2006.11239, algorithm 1.
 */
export function trainingStep(options: TrainingStepOptions): TrainingStep {
  const { loss, inputs } = diffusionLoss(options);
  return lossAndGradients({ parameterShapes: options.unet.parameterShapes, loss }, inputs);
}
