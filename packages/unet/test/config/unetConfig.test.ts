import { describe, expect, test } from "vitest";
import { type UnetConfig, unetConfig } from "../../src/index.ts";

const small = {
  blockOutChannels: [4, 8],
  downBlockTypes: ["DownBlock2D", "AttnDownBlock2D"],
  upBlockTypes: ["AttnUpBlock2D", "UpBlock2D"],
  normNumGroups: 2,
} as const;

describe("unetConfig", () => {
  test("has the defaults of Hugging Face's UNet2DModel", () => {
    expect(unetConfig({})).toEqual({
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
    });
  });

  test("keeps what is given, and takes undefined as not given", () => {
    const config = unetConfig({ ...small, dropout: 0.1, normEps: undefined as unknown as number });
    expect(config).toMatchObject({ ...small, dropout: 0.1, normEps: 1e-5 });
  });

  test.each<[string, Record<string, unknown>]>([
    ["sampleSize must be a size, [height, width], or null, got [32]", { sampleSize: [32] }],
    ["inChannels must be a positive integer, got 0", { inChannels: 0 }],
    ["outChannels must be a positive integer, got 1.5", { outChannels: 1.5 }],
    ["centerInputSample must be true or false, got 1", { centerInputSample: 1 }],
    [
      'timeEmbeddingType must be one of "positional", "learned", got "fourier"',
      { timeEmbeddingType: "fourier" },
    ],
    ["timeEmbeddingDim must be a positive integer or null, got -4", { timeEmbeddingDim: -4 }],
    ['freqShift must be a number, got "1"', { freqShift: "1" }],
    ["flipSinToCos must be true or false, got null", { flipSinToCos: null }],
    [
      'downBlockTypes must be a list of DownBlock2D and AttnDownBlock2D, got ["SkipDownBlock2D"]',
      { downBlockTypes: ["SkipDownBlock2D"] },
    ],
    [
      'upBlockTypes must be a list of UpBlock2D and AttnUpBlock2D, got ["DownBlock2D"]',
      { upBlockTypes: ["DownBlock2D"] },
    ],
    ['midBlockType must be one of "UNetMidBlock2D", null, got "MidBlock"', { midBlockType: "MidBlock" }],
    ["blockOutChannels must list the channels of each level, got []", { blockOutChannels: [] }],
    ["layersPerBlock must be a positive integer, got 0", { layersPerBlock: 0 }],
    ["midBlockScaleFactor must be a number above 0, got 0", { midBlockScaleFactor: 0 }],
    ["downsamplePadding must be one of 0, 1, got 2", { downsamplePadding: 2 }],
    ['downsampleType must be "conv", got "resnet"', { downsampleType: "resnet" }],
    ['upsampleType must be "conv", got "resnet"', { upsampleType: "resnet" }],
    ["dropout must be a probability, at least 0 and below 1, got 1", { dropout: 1 }],
    ['actFn must be one of "silu", "swish", got "gelu"', { actFn: "gelu" }],
    ["attentionHeadDim must be a positive integer or null, got 0", { attentionHeadDim: 0 }],
    ["normNumGroups must be a positive integer, got null", { normNumGroups: null }],
    ["attnNormNumGroups must be a positive integer or null, got 0", { attnNormNumGroups: 0 }],
    ["normEps must be a number above 0, got 0", { normEps: 0 }],
    [
      'resnetTimeScaleShift must be one of "default", "scale_shift", got "spatial"',
      { resnetTimeScaleShift: "spatial" },
    ],
    ["addAttention must be true or false, got 0", { addAttention: 0 }],
    ['classEmbedType must be one of null, "timestep", "identity", got "table"', { classEmbedType: "table" }],
    ["numClassEmbeds must be a positive integer or null, got 0", { numClassEmbeds: 0 }],
    ["numTrainTimesteps must be a positive integer or null, got 0", { numTrainTimesteps: 0 }],
    [
      "downBlockTypes must have one type for each of the 2 blockOutChannels, got 1",
      { downBlockTypes: ["DownBlock2D"] },
    ],
    [
      "upBlockTypes must have one type for each of the 2 blockOutChannels, got 3",
      { upBlockTypes: Array(3).fill("UpBlock2D") },
    ],
    [
      'numTrainTimesteps must be given for timeEmbeddingType "learned", got null',
      { timeEmbeddingType: "learned" },
    ],
    ["freqShift must be below half of the first blockOutChannels 4, got 2", { freqShift: 2 }],
    [
      'numClassEmbeds must be null with classEmbedType "identity", got 5',
      { classEmbedType: "identity", numClassEmbeds: 5 },
    ],
    [
      "normNumGroups must divide the 4 channels of down_blocks.0.resnets.0.norm1, got 8",
      { normNumGroups: 8 },
    ],
    [
      "attnNormNumGroups must divide the 8 channels of mid_block.attentions.0.group_norm, got 3",
      { attnNormNumGroups: 3 },
    ],
    [
      "attentionHeadDim must be at most the 8 channels of down_blocks.1.attentions.0, got 16",
      { attentionHeadDim: 16 },
    ],
  ])("refuses: %s", (message, fields) => {
    const config = { ...small, ...fields } as Partial<UnetConfig>;
    expect(() => unetConfig(config)).toThrow(new RangeError(`unetConfig: ${message}.`));
  });

  test.each(["blockChannels", "toString"])("refuses the unknown field %s", (field) => {
    const config = { [field]: 1 } as Partial<UnetConfig>;
    expect(() => unetConfig(config)).toThrow(TypeError);
    expect(() => unetConfig(config)).toThrow("unetConfig: each field must be one of sampleSize,");
    expect(() => unetConfig(config)).toThrow(`, got ${field}.`);
  });
});
