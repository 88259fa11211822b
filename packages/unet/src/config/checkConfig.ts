import { blocksOf, layersOf, unetPlan } from "../plan/unetPlan.ts";
import type { UnetConfig } from "./unetConfigFields.ts";

type Check = readonly [rule: string, holds: (value: unknown) => boolean];

const isBoolean: Check = ["be true or false", (value) => typeof value === "boolean"];
const isCount: Check = ["be a positive integer", isWholeFromOne];
const isCountOrNull: Check = [
  "be a positive integer or null",
  (value) => value === null || isWholeFromOne(value),
];
const isPositive: Check = [
  "be a number above 0",
  (value) => typeof value === "number" && Number.isFinite(value) && value > 0,
];

const checks: { readonly [Field in keyof UnetConfig]: Check } = {
  sampleSize: [
    "be a size, [height, width], or null",
    (value) =>
      value === null ||
      isWholeFromOne(value) ||
      (Array.isArray(value) && value.length === 2 && value.every(isWholeFromOne)),
  ],
  inChannels: isCount,
  outChannels: isCount,
  centerInputSample: isBoolean,
  timeEmbeddingType: oneOf("positional", "learned"),
  timeEmbeddingDim: isCountOrNull,
  freqShift: ["be a number", (value) => typeof value === "number" && Number.isFinite(value)],
  flipSinToCos: isBoolean,
  downBlockTypes: listOf("DownBlock2D", "AttnDownBlock2D"),
  midBlockType: oneOf("UNetMidBlock2D", null),
  upBlockTypes: listOf("UpBlock2D", "AttnUpBlock2D"),
  blockOutChannels: [
    "list the channels of each level",
    (value) => Array.isArray(value) && value.length > 0 && value.every(isWholeFromOne),
  ],
  layersPerBlock: isCount,
  midBlockScaleFactor: isPositive,
  downsamplePadding: oneOf(0, 1),
  downsampleType: oneOf("conv"),
  upsampleType: oneOf("conv"),
  dropout: [
    "be a probability, at least 0 and below 1",
    (value) => typeof value === "number" && value >= 0 && value < 1,
  ],
  actFn: oneOf("silu", "swish"),
  attentionHeadDim: isCountOrNull,
  normNumGroups: isCount,
  attnNormNumGroups: isCountOrNull,
  normEps: isPositive,
  resnetTimeScaleShift: oneOf("default", "scale_shift"),
  addAttention: isBoolean,
  classEmbedType: oneOf(null, "timestep", "identity"),
  numClassEmbeds: isCountOrNull,
  numTrainTimesteps: isCountOrNull,
};

/**
 * Check a configuration.
 *
 * @throws RangeError naming the field, the rule and the value.
 */
export function checkConfig(config: UnetConfig): void {
  for (const field of Object.keys(checks) as (keyof UnetConfig)[]) {
    const [rule, holds] = checks[field];
    const value = config[field];
    if (!holds(value)) {
      throw new RangeError(`unetConfig: ${field} must ${rule}, got ${JSON.stringify(value)}.`);
    }
  }
  checkTogether(config);
}

function checkTogether(config: UnetConfig): void {
  const { blockOutChannels, timeEmbeddingType, numTrainTimesteps, freqShift } = config;
  for (const field of ["downBlockTypes", "upBlockTypes"] as const) {
    if (config[field].length !== blockOutChannels.length) {
      throw new RangeError(
        `unetConfig: ${field} must have one type for each of the ${blockOutChannels.length} blockOutChannels, got ${config[field].length}.`,
      );
    }
  }
  if (timeEmbeddingType === "learned" && numTrainTimesteps === null) {
    throw new RangeError(
      `unetConfig: numTrainTimesteps must be given for timeEmbeddingType "learned", got null.`,
    );
  }
  if (Math.floor(blockOutChannels[0]! / 2) <= freqShift) {
    throw new RangeError(
      `unetConfig: freqShift must be below half of the first blockOutChannels ${blockOutChannels[0]}, got ${freqShift}.`,
    );
  }
  if (config.classEmbedType !== null && config.numClassEmbeds !== null) {
    throw new RangeError(
      `unetConfig: numClassEmbeds must be null with classEmbedType "${config.classEmbedType}", got ${config.numClassEmbeds}.`,
    );
  }
  const plan = unetPlan(config);
  for (const layer of layersOf(plan)) {
    if (layer.kind !== "norm" || layer.channels % layer.groups === 0) continue;
    throw new RangeError(
      `unetConfig: ${layer.groupsField} must divide the ${layer.channels} channels of ${layer.name}, got ${layer.groups}.`,
    );
  }
  for (const { name, channels, heads } of blocksOf(plan).flatMap(({ attentions }) => attentions)) {
    if (heads === 0) {
      throw new RangeError(
        `unetConfig: attentionHeadDim must be at most the ${channels} channels of ${name}, got ${config.attentionHeadDim}.`,
      );
    }
  }
}

function isWholeFromOne(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 1;
}

function oneOf(...values: readonly (string | number | null)[]): Check {
  const words = values.map((value) => JSON.stringify(value));
  const rule = words.length === 1 ? `be ${words[0]}` : `be one of ${words.join(", ")}`;
  return [rule, (value) => values.some((known) => known === value)];
}

function listOf(...values: readonly string[]): Check {
  return [
    `be a list of ${values.join(" and ")}`,
    (value) => Array.isArray(value) && value.every((item) => values.includes(item)),
  ];
}
