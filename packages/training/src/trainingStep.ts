import { type PredictionType, simpleLoss } from "@cellgen/diffusion";
import type { Signature, TensorFunction, TensorSpec } from "@cellgen/engine";
import type { NoiseSchedule } from "@cellgen/schedules";
import type { Unet, UnetCondition } from "@cellgen/unet";
import * as tf from "@tensorflow/tfjs-core";

export interface TrainingStepOptions {
  readonly unet: Unet;
  readonly schedule: NoiseSchedule;
  readonly predictionType: PredictionType;
  readonly batchSize: number;
  readonly height: number;
  readonly width: number;
}

/** A function for an engine to compile, and the tensors that it takes. */
export interface TrainingStep {
  readonly fn: TensorFunction;
  readonly signature: Signature;
}

/** The name of a parameter, a gradient or a dropout mask among the inputs and outputs of the step. */
export const parameterInput = (name: string): string => `parameters/${name}`;
export const gradientOutput = (name: string): string => `gradients/${name}`;
export const dropoutInput = (name: string): string => `dropout/${name}`;

/**
 * The loss of one batch and its gradient: qSample, the network, the mean squared error, and back.
 *
 * | input | |
 * |---|---|
 * | `parameters/NAME` | each of the network's parameters |
 * | `xStart`, `noise` | `[batchSize, height, width, channels]`: clean images in [-1, 1], standard normal |
 * | `t` | int32 `[batchSize]`: timesteps, 0…numTimesteps-1 |
 * | `labels` | int32 `[batchSize]`, if the network takes classes |
 * | `dropout/NAME` | each of the network's dropout masks: 0 or 1/(1 − p) |
 *
 * | output | |
 * |---|---|
 * | `loss` | mean of (output − target)² over the batch and all its values: a scalar |
 * | `gradients/NAME` | the loss's gradient by each parameter, of its shape |
 *
 * Nothing in it is random, and nothing is kept from call to call.
 *
 * @see Ho et al. 2020, arXiv:2006.11239, algorithm 1.
 */
export function trainingStep(options: TrainingStepOptions): TrainingStep {
  const { unet, schedule, predictionType, batchSize, height, width } = options;
  const names = Object.keys(unet.parameterShapes);
  const maskShapes = unet.dropoutShapes(batchSize, height, width);
  const image = float([batchSize, height, width, unet.config.inChannels]);
  const whole: TensorSpec = { shape: [batchSize], dtype: "int32" };
  const classes = unet.config.numClassEmbeds !== null;
  const signature: Signature = {
    ...Object.fromEntries(names.map((name) => [parameterInput(name), float(unet.parameterShapes[name]!)])),
    ...Object.fromEntries(
      Object.entries(maskShapes).map(([name, shape]) => [dropoutInput(name), float(shape)]),
    ),
    xStart: image,
    noise: image,
    t: whole,
    ...(classes && { labels: whole }),
  };

  const fn: TensorFunction = (inputs) => {
    const { xStart, noise, t } = inputs as { xStart: tf.Tensor4D; noise: tf.Tensor4D; t: tf.Tensor1D };
    const masks = Object.keys(maskShapes).map((name) => [name, inputs[dropoutInput(name)]! as tf.Tensor4D]);
    const condition: UnetCondition = {
      ...(classes && { classLabels: inputs["labels"] as tf.Tensor1D }),
      ...(masks.length > 0 && { dropoutMasks: Object.fromEntries(masks) }),
    };
    const lossOf = (...values: tf.Tensor[]): tf.Scalar => {
      const parameters = Object.fromEntries(names.map((name, index) => [name, values[index]!]));
      const denoise = (xt: tf.Tensor, times: tf.Tensor1D): tf.Tensor =>
        unet.apply(parameters, xt as tf.Tensor4D, times, condition);
      return simpleLoss(schedule, predictionType, denoise, xStart, t, noise);
    };
    const { value, grads } = tf.valueAndGrads(lossOf)(names.map((name) => inputs[parameterInput(name)]!));
    return {
      loss: value,
      ...Object.fromEntries(names.map((name, index) => [gradientOutput(name), grads[index]!])),
    };
  };
  return { fn, signature };
}

function float(shape: readonly number[]): TensorSpec {
  return { shape, dtype: "float32" };
}
