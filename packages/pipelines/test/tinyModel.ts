import type { Engine } from "@cellgen/engine";
import { type UnetConfig, unet } from "@cellgen/unet";
import {
  createGenerator,
  type DiffusionModel,
  type ModelCard,
  type SchedulerConfig,
  schedulerConfig,
} from "../src/index.ts";

interface TinyModelOptions {
  readonly classes?: readonly string[];
  readonly network?: Partial<UnetConfig>;
  readonly scheduler?: Partial<SchedulerConfig>;
  readonly card?: Partial<ModelCard>;
}

/** A model of 8x8 gray images with random weights: 5,000 parameters, attention, a null class if it has classes. */
export function tinyModel(options: TinyModelOptions = {}): DiffusionModel {
  const { classes = [] } = options;
  const { patchSize = 1, channels = 1 } = options.card ?? {};
  const config: Partial<UnetConfig> = {
    inChannels: channels * patchSize ** 2,
    outChannels: channels * patchSize ** 2,
    blockOutChannels: [4, 8],
    layersPerBlock: 1,
    downBlockTypes: ["DownBlock2D", "AttnDownBlock2D"],
    upBlockTypes: ["AttnUpBlock2D", "UpBlock2D"],
    attentionHeadDim: 4,
    normNumGroups: 2,
    numClassEmbeds: classes.length > 0 ? classes.length + 1 : null,
    ...options.network,
  };
  const network = unet(config, { patchSize });
  return {
    unet: network,
    parameters: network.init(1),
    scheduler: schedulerConfig({
      betaSchedule: "squaredcos_cap_v2",
      predictionType: "v_prediction",
      timestepSpacing: "trailing",
      ...options.scheduler,
    }),
    card: {
      formatVersion: 2,
      height: 8,
      width: 8,
      channels: 1,
      pixelType: "uint8",
      ranges: Array.from({ length: options.card?.channels ?? 1 }, () => [0, 255] as const),
      rangeScope: "set",
      classes,
      training: { data: "cells", steps: 0 },
      ...options.card,
    },
  };
}

/** Two images, one of each class, by ten steps of DDIM. */
export async function generateTwice(engine: Engine, card: Partial<ModelCard> = {}): Promise<Float32Array[]> {
  const model = tinyModel({ classes: ["red", "white"], card });
  const generator = await createGenerator(model, engine, { batchSize: 2 });
  const images: Float32Array[] = [];
  const options = { seed: 7, sampler: "ddim", steps: 10, count: 2, class: (k: number) => k } as const;
  for await (const { values } of generator.generate(options)) images.push(values);
  await generator.dispose();
  return images;
}
