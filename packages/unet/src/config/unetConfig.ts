import { checkConfig } from "./checkConfig.ts";
import type { UnetConfig } from "./unetConfigFields.ts";

/** Hugging Face's defaults. */
const defaultUnetConfig: UnetConfig = {
  sampleSize: null,
  inChannels: 3,
  outChannels: 3,
  centerInputSample: false,
  timeEmbeddingType: "positional",
  timeEmbeddingDim: null,
  freqShift: 0,
  flipSinToCos: true,
  downBlockTypes: ["DownBlock2D", "AttnDownBlock2D", "AttnDownBlock2D", "AttnDownBlock2D"],
  midBlockType: "UNetMidBlock2D",
  upBlockTypes: ["AttnUpBlock2D", "AttnUpBlock2D", "AttnUpBlock2D", "UpBlock2D"],
  blockOutChannels: [224, 448, 672, 896],
  layersPerBlock: 2,
  midBlockScaleFactor: 1,
  downsamplePadding: 1,
  downsampleType: "conv",
  upsampleType: "conv",
  dropout: 0,
  actFn: "silu",
  attentionHeadDim: 8,
  normNumGroups: 32,
  attnNormNumGroups: null,
  normEps: 1e-5,
  resnetTimeScaleShift: "default",
  addAttention: true,
  classEmbedType: null,
  numClassEmbeds: null,
  numTrainTimesteps: null,
};

/**
 * Complete a U-Net configuration with Hugging Face's defaults.
 *
 * @throws RangeError naming the field and its value if one is not supported, or if fields are inconsistent; TypeError if a field is
 * unknown.
 */
export function unetConfig(partial: Partial<UnetConfig>): UnetConfig {
  for (const field of Object.keys(partial)) {
    if (!Object.hasOwn(defaultUnetConfig, field)) {
      const known = Object.keys(defaultUnetConfig).join(", ");
      throw new TypeError(`unetConfig: each field must be one of ${known}, got ${field}.`);
    }
  }
  const given = Object.fromEntries(Object.entries(partial).filter(([, value]) => value !== undefined));
  const config: UnetConfig = { ...defaultUnetConfig, ...given };
  checkConfig(config);
  return Object.freeze(config);
}
