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
 * | name | parameters | training time on two cores |
 * |---|---|---|
 * | `tiny` | 0.3 million | minutes |
 * | `small` | 1.1 million | 15 minutes |
 * | `base` | 6.5 million | an hour or more |
 */
export const unetPresets: Readonly<Record<UnetPresetName, UnetPreset>> = {
  tiny: { blockOutChannels: [16, 32, 32], layersPerBlock: 1, ...threeLevels, normNumGroups: 8 },
  small: { blockOutChannels: [32, 64, 64], layersPerBlock: 1, ...threeLevels, normNumGroups: 8 },
  base: { blockOutChannels: [64, 128, 128], layersPerBlock: 2, ...threeLevels, normNumGroups: 32 },
};
