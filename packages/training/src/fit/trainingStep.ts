import { type DiffusionLossOptions, diffusionLoss } from "../diffusion/diffusionLoss.ts";
import { type CompilableStep, lossAndGradients } from "./lossAndGradients.ts";

export type TrainingStepOptions = DiffusionLossOptions;
export type TrainingStep = CompilableStep;

/**
 * Build the loss of a denoising network and its gradient as a function for an engine to compile. `createTrainer` runs it at each step; use it
 * directly to benchmark or export a training step.
 *
 * | input | description |
 * |---|---|
 * | `parameters/NAME` | parameters of the network |
 * | `dropout/NAME` | dropout masks of the network: 0 or 1/(1 − p) |
 * | `xStart`, `noise` | `[batchSize, height, width, channels]`: clean images in [-1, 1], standard normal |
 * | `t` | int32 `[batchSize]`: timesteps, 0…numTimesteps-1 |
 * | `labels` | int32 `[batchSize]`, if the network is class-conditional |
 *
 * | output | description |
 * |---|---|
 * | `loss` | mean of (output − target)² over all values of the batch, a scalar |
 * | `gradients/NAME` | gradient of the loss with respect to each parameter, with its shape |
 *
 * The function is deterministic and stateless.
 *
 * @throws RangeError if the network does not accept images of this size.
 * @see Ho et al. 2020, arXiv:2006.11239, algorithm 1.
 */
export function trainingStep(options: TrainingStepOptions): TrainingStep {
  const { loss, inputs } = diffusionLoss(options);
  return lossAndGradients({ parameterShapes: options.unet.parameterShapes, loss }, inputs);
}
