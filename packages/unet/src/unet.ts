import * as tf from "@tensorflow/tfjs-core";
import { forward, type UnetCondition } from "./blocks/forward.ts";
import { cropToSize, paddedSide, padToLevels } from "./blocks/padToLevels.ts";
import { pixelShuffle, pixelUnshuffle } from "./blocks/pixelShuffle.ts";
import { checkCondition } from "./checkCondition.ts";
import { MAX_PATCH_SIZE } from "./config/maxPatchSize.ts";
import { unetConfig } from "./config/unetConfig.ts";
import type { UnetConfig } from "./config/unetConfigFields.ts";
import { dropoutShapes } from "./parameters/dropoutShapes.ts";
import { initialParameters } from "./parameters/initialParameters.ts";
import { parameterShapes } from "./parameters/parameterShapes.ts";
import { checkParameters, type Parameters } from "./parameters/parameters.ts";
import { unetPlan } from "./plan/unetPlan.ts";

/** A U-Net without parameters: their names and shapes, and the functions that use them. */
export interface Unet {
  /** Configuration of the network. With a `patchSize` above 1, its channels and `sampleSize` are those of the folded images. */
  readonly config: UnetConfig;
  /** Side of the squares of pixels that become channels; 1 = the network sees the images as they are. */
  readonly patchSize: number;
  /** Number of channels of the images: `config.inChannels / patchSize²`. */
  readonly imageChannels: number;
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
   * @param xt - x_t, `[batch, height, width, imageChannels]`.
   * @param t - Timesteps, int32 or float32 `[batch]`.
   * @returns `[batch, height, width, outChannels / patchSize²]`. Dispose of it after use. The inputs are not modified.
   * @throws RangeError if a shape does not match, a parameter is missing, or labels or masks are missing or not accepted.
   */
  apply(params: Parameters, xt: tf.Tensor4D, t: tf.Tensor1D, condition?: UnetCondition): tf.Tensor4D;
  /**
   * Check that the network supports images of this size: both sides at least `patchSize · 2^(levels - 1)`.
   *
   * @throws RangeError if a side is too small or not an integer.
   */
  checkSize(height: number, width: number): void;
}

export interface UnetOptions {
  /**
   * Side of the squares of pixels that are folded into channels before the network, and unfolded after it, as by PyTorch's `pixel_unshuffle` and
   * `pixel_shuffle`: 1…16. With 2, images of 64x64 cost about what images of 32x32 cost without. @default 1
   */
  readonly patchSize?: number;
}

/**
 * Create the U-Net of denoising diffusion models: Hugging Face's `UNet2DModel` on NHWC images.
 *
 * @param config - Fields of Hugging Face's `config.json` in camelCase. Omitted fields have its defaults. With a `patchSize` of r, `inChannels` and
 *   `outChannels` are r² times those of the images, and `sampleSize` is that of the images divided by r.
 * @throws RangeError or TypeError naming the field if the configuration is not supported.
 * @see Ronneberger et al. 2015, arXiv:1505.04597; Ho et al. 2020, arXiv:2006.11239, appendix B.
 */
export function unet(config: Partial<UnetConfig>, { patchSize = 1 }: UnetOptions = {}): Unet {
  const complete = unetConfig(config);
  checkPatchSize(patchSize, complete);
  const imageChannels = complete.inChannels / patchSize ** 2;
  const plan = unetPlan(complete);
  const shapes = parameterShapes(plan);
  const sizes = Object.values(shapes).map((shape) => shape.reduce((product, size) => product * size, 1));

  const levels = complete.blockOutChannels.length;
  const divisor = patchSize * 2 ** (levels - 1);
  const checkSize = (height: number, width: number): void => {
    if ([height, width].every((side) => Number.isInteger(side) && side >= divisor)) return;
    throw new RangeError(
      `unet: height and width must be integers of at least ${divisor} for ${levels} levels${patchSize === 1 ? "" : ` and patches of ${patchSize}x${patchSize}`}, got ${height} x ${width}.`,
    );
  };
  const padded = (side: number): number => paddedSide(side, divisor) / patchSize;

  return {
    config: complete,
    patchSize,
    imageChannels,
    parameterShapes: shapes,
    parameterCount: sizes.reduce((sum, size) => sum + size, 0),
    init: (seed) => initialParameters(shapes, seed),
    dropoutShapes: (batch, height, width) => {
      checkSize(height, width);
      return dropoutShapes(complete, plan, batch, padded(height), padded(width));
    },
    apply: (params, xt, t, condition = {}) => {
      if (xt.shape.length !== 4 || xt.shape[3] !== imageChannels) {
        throw new RangeError(`unet: xt must have shape [?,?,?,${imageChannels}], got [${xt.shape}].`);
      }
      const [batch, height, width] = xt.shape;
      checkSize(height, width);
      if (t.shape.length !== 1 || t.shape[0] !== batch) {
        throw new RangeError(`unet: t must have shape [${batch}], got [${t.shape}].`);
      }
      checkParameters(params, shapes);
      checkCondition(complete, plan, condition, batch, padded(height), padded(width));
      return tf.tidy(() => {
        const folded = pixelUnshuffle(padToLevels(xt, divisor), patchSize);
        const output = forward(complete, plan, params, folded, t, condition);
        return cropToSize(pixelShuffle(output, patchSize), height, width);
      });
    },
    checkSize,
  };
}

function checkPatchSize(patchSize: number, { inChannels, outChannels }: UnetConfig): void {
  if (!(Number.isInteger(patchSize) && patchSize >= 1 && patchSize <= MAX_PATCH_SIZE)) {
    throw new RangeError(`unet: patchSize must be an integer in 1…${MAX_PATCH_SIZE}, got ${patchSize}.`);
  }
  for (const [name, channels] of Object.entries({ inChannels, outChannels })) {
    if (channels % patchSize ** 2 === 0) continue;
    throw new RangeError(
      `unet: ${name} must be a multiple of ${patchSize ** 2} for patches of ${patchSize}x${patchSize}, got ${channels}.`,
    );
  }
}
