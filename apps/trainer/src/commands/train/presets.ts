import type { UnetConfig } from "@cellgen/unet";
import { UsageError } from "../../terminal/usageError.ts";

export const presetNames = ["tiny", "small", "base"] as const;
export type PresetName = (typeof presetNames)[number];

type PresetConfig = Partial<UnetConfig> & {
  readonly blockOutChannels: readonly number[];
};

/**
 * Networks by name.
 *
 * - `tiny`: what two minutes on two cores can train.
 * - `small`: 1.1 million parameters; the best in a quarter of an hour.
 * - `base`: 6.5 million parameters, for an hour and more.
 */
export const presets: Readonly<Record<PresetName, PresetConfig>> = {
  tiny: {
    blockOutChannels: [16, 32, 32],
    layersPerBlock: 1,
    downBlockTypes: ["DownBlock2D", "DownBlock2D", "AttnDownBlock2D"],
    upBlockTypes: ["AttnUpBlock2D", "UpBlock2D", "UpBlock2D"],
    attentionHeadDim: 8,
    normNumGroups: 8,
  },
  small: {
    blockOutChannels: [32, 64, 64],
    layersPerBlock: 1,
    downBlockTypes: ["DownBlock2D", "DownBlock2D", "AttnDownBlock2D"],
    upBlockTypes: ["AttnUpBlock2D", "UpBlock2D", "UpBlock2D"],
    attentionHeadDim: 8,
    normNumGroups: 8,
  },
  base: {
    blockOutChannels: [64, 128, 128],
    layersPerBlock: 2,
    downBlockTypes: ["DownBlock2D", "DownBlock2D", "AttnDownBlock2D"],
    upBlockTypes: ["AttnUpBlock2D", "UpBlock2D", "UpBlock2D"],
    attentionHeadDim: 8,
    normNumGroups: 32,
  },
};

/**
 * Refuses a size that the network cannot halve as often as it must.
 *
 * @throws UsageError naming the next sizes that fit.
 */
export function checkPresetSize(preset: PresetName, size: number): void {
  const halvings = presets[preset].blockOutChannels.length - 1;
  const factor = 2 ** halvings;
  if (size % factor === 0) return;
  const below = Math.max(Math.floor(size / factor), 2) * factor;
  throw new UsageError(
    `size must be divisible by ${factor}, because the preset ${preset} halves the image ${halvings} times, got ${size}. ` +
      `Take ${below > size ? "" : `${below} or `}${Math.max(Math.ceil(size / factor), 2) * factor}.`,
  );
}
