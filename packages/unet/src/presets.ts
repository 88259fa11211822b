/**
 * Network presets by name. Import them from `@cellgen/unet/presets` to avoid loading TensorFlow.js.
 *
 * @module
 */
import type { UnetConfig } from "./config/unetConfigFields.ts";

export { MAX_PATCH_SIZE } from "./config/maxPatchSize.ts";

/** Names of the presets, from the smallest network to the largest. */
export const unetPresetNames = ["tiny", "small", "base"] as const;

export type UnetPresetName = (typeof unetPresetNames)[number];

/** The configuration fields that a preset sets. Channels, classes and dropout are not part of it. */
export type UnetPreset = Partial<UnetConfig> & Pick<UnetConfig, "blockOutChannels">;

const threeLevels = {
  downBlockTypes: ["DownBlock2D", "DownBlock2D", "AttnDownBlock2D"],
  upBlockTypes: ["AttnUpBlock2D", "UpBlock2D", "UpBlock2D"],
  attentionHeadDim: 8,
} as const;

/**
 * Network configurations by name, from small to large: `unet({ ...unetPresets.small, inChannels: 1, outChannels: 1 })`.
 *
 * | name | parameters | side of the images | training time on two cores |
 * |---|---|---|---|
 * | `tiny` | 0.3 million | up to 32 pixels, for tests | minutes |
 * | `small` | 1.1 million | 16 to 128 pixels | 15 minutes at 32 pixels, an hour at 128 |
 * | `base` | 6.5 million | 32 pixels and more | hours |
 *
 * From 48 pixels on, images are meant to be folded into patches (`patchSize` of `unet`), so that the network computes at about 32x32 positions.
 */
export const unetPresets: Readonly<Record<UnetPresetName, UnetPreset>> = {
  tiny: { blockOutChannels: [16, 32, 32], layersPerBlock: 1, ...threeLevels, normNumGroups: 8 },
  small: { blockOutChannels: [32, 64, 64], layersPerBlock: 1, ...threeLevels, normNumGroups: 8 },
  base: { blockOutChannels: [64, 128, 128], layersPerBlock: 2, ...threeLevels, normNumGroups: 32 },
};
