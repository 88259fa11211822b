/** The measured networks by name, each with image size and batch size. */
import { unet, unetPresets } from "@cellgen/unet";

const threeLevels = {
  downBlockTypes: ["DownBlock2D", "DownBlock2D", "AttnDownBlock2D"],
  upBlockTypes: ["AttnUpBlock2D", "UpBlock2D", "UpBlock2D"],
  normNumGroups: 8,
};
const deep = { ...threeLevels, layersPerBlock: 2, attentionHeadDim: null };
const { small } = unetPresets;

export const networks = {
  base: network(32, 8, { ...deep, blockOutChannels: [64, 128, 128] }),
  images64: network(64, 8, { ...deep, blockOutChannels: [32, 64, 64] }),
  small28: network(28, 32, small),
  small32: network(32, 32, small),
  /** The configuration of Ho et al. 2020 for CIFAR-10. */
  cifar: network(32, 8, {
    blockOutChannels: [128, 256, 256, 256],
    downBlockTypes: ["DownBlock2D", "AttnDownBlock2D", "DownBlock2D", "DownBlock2D"],
    upBlockTypes: ["UpBlock2D", "UpBlock2D", "AttnUpBlock2D", "UpBlock2D"],
    layersPerBlock: 2,
    attentionHeadDim: null,
  }),
};

function network(side, batchSize, config) {
  return { side, batchSize, unet: unet({ ...config, sampleSize: side }) };
}

/** "64, 128, 128 channels (6.47 M), 32x32". */
export function titleOf({ unet: { config, parameterCount }, side }) {
  const millions = (parameterCount / 1e6).toPrecision(3);
  return `${config.blockOutChannels.join(", ")} channels (${millions} M), ${side}x${side}`;
}
