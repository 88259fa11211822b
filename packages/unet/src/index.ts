/**
 * Compute Hugging Face's `UNet2DModel` in TensorFlow.js as a function of its parameters, a record with Hugging Face's tensor names. The
 * network is independent of the diffusion process: it maps images and a timestep to images.
 *
 * ```ts
 * import "@tensorflow/tfjs-backend-cpu";
 * import * as tf from "@tensorflow/tfjs-core";
 * import { unet } from "@cellgen/unet";
 *
 * const network = unet({ blockOutChannels: [8, 16], downBlockTypes: ["DownBlock2D", "AttnDownBlock2D"],
 *   upBlockTypes: ["AttnUpBlock2D", "UpBlock2D"], layersPerBlock: 1, normNumGroups: 4 });
 * const params = Object.fromEntries(Object.entries(network.init(0)).map(
 *   ([name, values]) => [name, tf.tensor(values, [...network.parameterShapes[name]!])]));
 * const output = network.apply(params, tf.zeros([1, 16, 16, 3]), tf.tensor1d([500], "int32"));
 * console.log(output.shape); // [1, 16, 16, 3]
 * ```
 *
 * @module
 */
export type { UnetCondition } from "./blocks/forward.ts";
export { type TimestepEmbeddingOptions, timestepEmbedding } from "./blocks/timestepEmbedding.ts";
export { unetConfigFromHuggingFace, unetConfigToHuggingFace } from "./config/huggingFaceConfig.ts";
export { unetConfig } from "./config/unetConfig.ts";
export type { DownBlockType, UnetConfig, UpBlockType } from "./config/unetConfigFields.ts";
export {
  fromHuggingFaceLayout,
  type LayoutTensor,
  toHuggingFaceLayout,
} from "./parameters/huggingFaceLayout.ts";
export type { Parameters } from "./parameters/parameters.ts";
export {
  type UnetPreset,
  type UnetPresetName,
  unetPresetNames,
  unetPresets,
} from "./presets.ts";
export { type Unet, type UnetOptions, unet } from "./unet.ts";
