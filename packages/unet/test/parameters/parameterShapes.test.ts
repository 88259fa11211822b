import { expect, test } from "vitest";
import { type UnetConfig, unet } from "../../src/index.ts";

const attentionAt8 = {
  downBlockTypes: ["DownBlock2D", "DownBlock2D", "AttnDownBlock2D"],
  upBlockTypes: ["AttnUpBlock2D", "UpBlock2D", "UpBlock2D"],
} as const;

const plainDown = (count: number) => Array.from({ length: count }, () => "DownBlock2D" as const);
const plainUp = (count: number) => Array.from({ length: count }, () => "UpBlock2D" as const);

/** The first four as PyTorch counts them. */
const networks: readonly [what: string, count: number, config: Partial<UnetConfig>][] = [
  [
    "google/ddpm-cifar10-32",
    35_746_307,
    {
      sampleSize: 32,
      blockOutChannels: [128, 256, 256, 256],
      downBlockTypes: ["DownBlock2D", "AttnDownBlock2D", "DownBlock2D", "DownBlock2D"],
      upBlockTypes: ["UpBlock2D", "UpBlock2D", "AttnUpBlock2D", "UpBlock2D"],
      downsamplePadding: 0,
      flipSinToCos: false,
      freqShift: 1,
      normEps: 1e-6,
      attentionHeadDim: null,
    },
  ],
  [
    "the default of diffusers' unconditional training",
    113_673_219,
    {
      blockOutChannels: [128, 128, 256, 256, 512, 512],
      downBlockTypes: [...plainDown(4), "AttnDownBlock2D", "DownBlock2D"],
      upBlockTypes: ["UpBlock2D", "AttnUpBlock2D", ...plainUp(4)],
    },
  ],
  ["UNet2DModel()", 274_056_163, {}],
  [
    "one channel, two levels",
    3_990_017,
    {
      inChannels: 1,
      outChannels: 1,
      blockOutChannels: [64, 128],
      downBlockTypes: ["DownBlock2D", "AttnDownBlock2D"],
      upBlockTypes: ["AttnUpBlock2D", "UpBlock2D"],
    },
  ],
  [
    "eight classes of cells at 32x32 and a null class",
    1_115_107,
    {
      ...attentionAt8,
      blockOutChannels: [32, 64, 64],
      layersPerBlock: 1,
      normNumGroups: 8,
      numClassEmbeds: 9,
    },
  ],
  ["the network that is timed", 6_472_195, { ...attentionAt8, blockOutChannels: [64, 128, 128] }],
];

test.each(networks)("%s has %i parameters", (_, count, config) => {
  expect(unet(config).parameterCount).toBe(count);
});

test("parameters stand in the order of PyTorch's modules, in tfjs's layout", () => {
  const { parameterShapes } = unet({
    inChannels: 1,
    outChannels: 2,
    blockOutChannels: [4, 8],
    downBlockTypes: ["DownBlock2D", "AttnDownBlock2D"],
    upBlockTypes: ["UpBlock2D", "UpBlock2D"],
    layersPerBlock: 1,
    attentionHeadDim: 3,
    normNumGroups: 2,
    addAttention: false,
    numClassEmbeds: 5,
    timeEmbeddingDim: 12,
  });
  const weights = Object.entries(parameterShapes)
    .filter(([name]) => name.endsWith(".weight") && !/norm|resnets\.1/.test(name))
    .map(([name, shape]) => `${name} ${shape}`);
  // Attention with heads of 3 uses 6 of 8 channels. The middle is registered last.
  expect(weights).toEqual([
    "conv_in.weight 3,3,1,4",
    "time_embedding.linear_1.weight 4,12",
    "time_embedding.linear_2.weight 12,12",
    "class_embedding.weight 5,12",
    "down_blocks.0.resnets.0.conv1.weight 3,3,4,4",
    "down_blocks.0.resnets.0.time_emb_proj.weight 12,4",
    "down_blocks.0.resnets.0.conv2.weight 3,3,4,4",
    "down_blocks.0.downsamplers.0.conv.weight 3,3,4,4",
    "down_blocks.1.attentions.0.to_q.weight 8,6",
    "down_blocks.1.attentions.0.to_k.weight 8,6",
    "down_blocks.1.attentions.0.to_v.weight 8,6",
    "down_blocks.1.attentions.0.to_out.0.weight 6,8",
    "down_blocks.1.resnets.0.conv1.weight 3,3,4,8",
    "down_blocks.1.resnets.0.time_emb_proj.weight 12,8",
    "down_blocks.1.resnets.0.conv2.weight 3,3,8,8",
    "down_blocks.1.resnets.0.conv_shortcut.weight 1,1,4,8",
    "up_blocks.0.resnets.0.conv1.weight 3,3,16,8",
    "up_blocks.0.resnets.0.time_emb_proj.weight 12,8",
    "up_blocks.0.resnets.0.conv2.weight 3,3,8,8",
    "up_blocks.0.resnets.0.conv_shortcut.weight 1,1,16,8",
    "up_blocks.0.upsamplers.0.conv.weight 3,3,8,8",
    "up_blocks.1.resnets.0.conv1.weight 3,3,12,4",
    "up_blocks.1.resnets.0.time_emb_proj.weight 12,4",
    "up_blocks.1.resnets.0.conv2.weight 3,3,4,4",
    "up_blocks.1.resnets.0.conv_shortcut.weight 1,1,12,4",
    "mid_block.resnets.0.conv1.weight 3,3,8,8",
    "mid_block.resnets.0.time_emb_proj.weight 12,8",
    "mid_block.resnets.0.conv2.weight 3,3,8,8",
    "conv_out.weight 3,3,4,2",
  ]);
});
