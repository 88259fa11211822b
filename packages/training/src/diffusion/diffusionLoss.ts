import { type LossWeighting, lossWeights, type PredictionType, simpleLoss } from "@cellgen/diffusion";
import type { Signature, TensorSpec } from "@cellgen/engine";
import type { NoiseSchedule } from "@cellgen/schedules";
import type { Unet, UnetCondition } from "@cellgen/unet";
import type * as tf from "@tensorflow/tfjs-core";
import type { Objective } from "../fit/fitOptions.ts";

export interface DiffusionLossOptions {
  readonly unet: Unet;
  readonly schedule: NoiseSchedule;
  readonly predictionType: PredictionType;
  /** @default "uniform" */
  readonly lossWeighting?: LossWeighting;
  readonly batchSize: number;
  readonly height: number;
  readonly width: number;
}

/** Return the name of a dropout mask in the inputs of the loss. */
export const dropoutInput = (name: string): string => `dropout/${name}`;

/**
 * Build the loss of a denoising network: apply qSample and the network, then average (output − target)², weighted by timestep, over all values
 * of the batch.
 *
 * | input | description |
 * |---|---|
 * | `dropout/NAME` | dropout masks of the network: 0 or 1/(1 − p) |
 * | `xStart`, `noise` | `[batchSize, height, width, channels]`: clean images in [-1, 1], standard normal |
 * | `t` | int32 `[batchSize]`: timesteps, 0…numTimesteps-1 |
 * | `labels` | int32 `[batchSize]`, if the network is class-conditional |
 *
 * @see Ho et al. 2020, arXiv:2006.11239, algorithm 1.
 */
export function diffusionLoss(options: DiffusionLossOptions): {
  readonly loss: Objective["loss"];
  readonly inputs: Signature;
} {
  const { unet, schedule, predictionType, lossWeighting = "uniform", batchSize, height, width } = options;
  const weights =
    lossWeighting === "uniform" ? undefined : lossWeights(schedule, predictionType, lossWeighting);
  const maskShapes = unet.dropoutShapes(batchSize, height, width);
  const image = float([batchSize, height, width, unet.imageChannels]);
  const perImage: TensorSpec = { shape: [batchSize], dtype: "int32" };
  const classes = unet.config.numClassEmbeds !== null;

  const loss: Objective["loss"] = (parameters, inputs) => {
    const { xStart, noise, t } = inputs as { xStart: tf.Tensor4D; noise: tf.Tensor4D; t: tf.Tensor1D };
    const masks = Object.keys(maskShapes).map((name) => [name, inputs[dropoutInput(name)]! as tf.Tensor4D]);
    const condition: UnetCondition = {
      ...(classes && { classLabels: inputs["labels"] as tf.Tensor1D }),
      ...(masks.length > 0 && { dropoutMasks: Object.fromEntries(masks) }),
    };
    const denoise = (xt: tf.Tensor, times: tf.Tensor1D): tf.Tensor =>
      unet.apply(parameters, xt as tf.Tensor4D, times, condition);
    return simpleLoss(schedule, predictionType, denoise, xStart, t, noise, weights);
  };
  const masks = Object.entries(maskShapes).map(([name, shape]) => [dropoutInput(name), float(shape)]);
  const inputs: Signature = {
    ...Object.fromEntries(masks),
    xStart: image,
    noise: image,
    t: perImage,
    ...(classes && { labels: perImage }),
  };
  return { loss, inputs };
}

function float(shape: readonly number[]): TensorSpec {
  return { shape, dtype: "float32" };
}
