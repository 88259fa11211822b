import * as tf from "@tensorflow/tfjs-core";
import { forward, type UnetCondition } from "./blocks/forward.ts";
import { cropToSize, paddedSide, padToLevels } from "./blocks/padToLevels.ts";
import { checkCondition } from "./checkCondition.ts";
import { unetConfig } from "./config/unetConfig.ts";
import type { UnetConfig } from "./config/unetConfigFields.ts";
import { dropoutShapes } from "./parameters/dropoutShapes.ts";
import { initialParameters } from "./parameters/initialParameters.ts";
import { parameterShapes } from "./parameters/parameterShapes.ts";
import { checkParameters, type Parameters } from "./parameters/parameters.ts";
import { unetPlan } from "./plan/unetPlan.ts";

/** A U-Net without parameters: their names and shapes, and the functions that use them. */
export interface Unet {
  readonly config: UnetConfig;
  /**
   * Shapes of the parameters by Hugging Face's tensor names, in its order. The layout is that of tfjs: filters `[height, width, in, out]`,
   * matrices `[in, out]`.
   */
  readonly parameterShapes: Readonly<Record<string, readonly number[]>>;
  /** Total number of parameter values. */
  readonly parameterCount: number;
  /**
   * Create new parameters with PyTorch's default initialization. They depend only on the seed.
   *
   * @param seed - 0…2^53-1.
   * @throws RangeError if the seed is out of range.
   */
  init(seed: number): Record<string, Float32Array>;
  /** Return the names and shapes of the dropout masks for a batch; empty without dropout. */
  dropoutShapes(batch: number, height: number, width: number): Readonly<Record<string, readonly number[]>>;
  /**
   * Compute the output of the network for a batch. Images whose sides the levels cannot halve are padded by reflection at the bottom and
   * the right; the output is cropped back.
   *
   * @param params - A tensor for each entry of `parameterShapes`.
   * @param xt - x_t, `[batch, height, width, inChannels]`.
   * @param t - Timesteps, int32 or float32 `[batch]`.
   * @returns `[batch, height, width, outChannels]`. Dispose of it after use. The inputs are not modified.
   * @throws RangeError if a shape does not match, a parameter is missing, or labels or masks are missing or not accepted.
   */
  apply(params: Parameters, xt: tf.Tensor4D, t: tf.Tensor1D, condition?: UnetCondition): tf.Tensor4D;
  /**
   * Check that the network supports images of this size: both sides at least `2^(levels - 1)`.
   *
   * @throws RangeError if a side is too small or not an integer.
   */
  checkSize(height: number, width: number): void;
}

/**
 * Create the U-Net of denoising diffusion models: Hugging Face's `UNet2DModel` on NHWC images.
 *
 * @param config - Fields of Hugging Face's `config.json` in camelCase. Omitted fields have its defaults.
 * @throws RangeError or TypeError naming the field if the configuration is not supported.
 * @see Ronneberger et al. 2015, arXiv:1505.04597; Ho et al. 2020, arXiv:2006.11239, appendix B.
 */
export function unet(config: Partial<UnetConfig>): Unet {
  const complete = unetConfig(config);
  const plan = unetPlan(complete);
  const shapes = parameterShapes(plan);
  const sizes = Object.values(shapes).map((shape) => shape.reduce((product, size) => product * size, 1));

  const levels = complete.blockOutChannels.length;
  const divisor = 2 ** (levels - 1);
  const checkSize = (height: number, width: number): void => {
    if ([height, width].every((side) => Number.isInteger(side) && side >= divisor)) return;
    throw new RangeError(
      `unet: height and width must be integers of at least ${divisor} for ${levels} levels, got ${height} x ${width}.`,
    );
  };
  const padded = (side: number): number => paddedSide(side, divisor);

  return {
    config: complete,
    parameterShapes: shapes,
    parameterCount: sizes.reduce((sum, size) => sum + size, 0),
    init: (seed) => initialParameters(shapes, seed),
    dropoutShapes: (batch, height, width) => {
      checkSize(height, width);
      return dropoutShapes(complete, plan, batch, padded(height), padded(width));
    },
    apply: (params, xt, t, condition = {}) => {
      if (xt.shape.length !== 4 || xt.shape[3] !== complete.inChannels) {
        throw new RangeError(`unet: xt must have shape [?,?,?,${complete.inChannels}], got [${xt.shape}].`);
      }
      const [batch, height, width] = xt.shape;
      checkSize(height, width);
      if (t.shape.length !== 1 || t.shape[0] !== batch) {
        throw new RangeError(`unet: t must have shape [${batch}], got [${t.shape}].`);
      }
      checkParameters(params, shapes);
      checkCondition(complete, plan, condition, batch, padded(height), padded(width));
      return tf.tidy(() => {
        const output = forward(complete, plan, params, padToLevels(xt, divisor), t, condition);
        return cropToSize(output, height, width);
      });
    },
    checkSize,
  };
}
