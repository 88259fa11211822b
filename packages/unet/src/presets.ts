/**
 * Presets: networks by name. As `@cellgen/unet/presets` this file loads no TensorFlow.js.
 *
 * @module
 */
import type { UnetConfig } from "./config/unetConfigFields.ts";

/** The names of the presets, from the smallest network to the largest. */
export const unetPresetNames = ["tiny", "small", "base"] as const;

export type UnetPresetName = (typeof unetPresetNames)[number];

/** The fields of a configuration that a preset fixes; channels, classes and dropout are free. */
export type UnetPreset = Partial<UnetConfig> & Pick<UnetConfig, "blockOutChannels">;

const threeLevels = {
  downBlockTypes: ["DownBlock2D", "DownBlock2D", "AttnDownBlock2D"],
  upBlockTypes: ["AttnUpBlock2D", "UpBlock2D", "UpBlock2D"],
  attentionHeadDim: 8,
} as const;

/**
 * Networks by name, from small to large: `unet({ ...unetPresets.small, inChannels: 1, outChannels: 1 })`.
 *
 * | name | parameters | training time on two cores |
 * |---|---|---|
 * | `tiny` | 0.3 million | minutes |
 * | `small` | 1.1 million | a quarter of an hour |
 * | `base` | 6.5 million | an hour and more |
 */
export const unetPresets: Readonly<Record<UnetPresetName, UnetPreset>> = {
  tiny: { blockOutChannels: [16, 32, 32], layersPerBlock: 1, ...threeLevels, normNumGroups: 8 },
  small: { blockOutChannels: [32, 64, 64], layersPerBlock: 1, ...threeLevels, normNumGroups: 8 },
  base: { blockOutChannels: [64, 128, 128], layersPerBlock: 2, ...threeLevels, normNumGroups: 32 },
};

/**
 * Checks that a preset takes images of this size, which it halves at each level but the last.
 *
 * @param size - Height and width, in pixels.
 * @throws PresetSizeError naming the nearest sizes that it takes.
 */
export function checkPresetSize(preset: UnetPresetName, size: number): void {
  const factor = 2 ** (unetPresets[preset].blockOutChannels.length - 1);
  if (size % factor === 0 && size > 0) return;
  const smallest = 2 * factor;
  const below = Math.max(Math.floor(size / factor) * factor, smallest);
  const above = Math.max(Math.ceil(size / factor) * factor, smallest);
  throw new PresetSizeError(
    `must be a multiple of ${factor} for preset ${preset}, got ${size}. Use ${below < size ? `${below} or ` : ""}${above}.`,
  );
}

/** A preset does not take images of a size. */
export class PresetSizeError extends RangeError {
  override readonly name = "PresetSizeError";
  /** The message after "size", such as "must be a multiple of 4 for preset small, got 30. Use 28 or 32." */
  readonly problem: string;

  constructor(problem: string) {
    super(`checkPresetSize: size ${problem}`);
    this.problem = problem;
  }
}
