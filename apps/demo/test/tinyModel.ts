import { type ModelCard, schedulerConfig } from "@cellgen/pipelines";
import { saveModel } from "@cellgen/pipelines/node";
import { unet } from "@cellgen/unet";

/** Writes an untrained model of 16x16 grey images and 20 timesteps: what it draws is noise, but a function of all that it is told. */
export async function writeTinyModel(folder: string, card: Partial<ModelCard> = {}): Promise<void> {
  const classes = card.classes ?? [];
  const network = unet({
    inChannels: 1,
    outChannels: 1,
    blockOutChannels: [8, 8],
    layersPerBlock: 1,
    downBlockTypes: ["DownBlock2D", "DownBlock2D"],
    upBlockTypes: ["UpBlock2D", "UpBlock2D"],
    normNumGroups: 4,
    numClassEmbeds: classes.length > 0 ? classes.length + 1 : null,
  });
  await saveModel(folder, {
    unet: network,
    parameters: network.init(0),
    scheduler: schedulerConfig({
      numTrainTimesteps: 20,
      betaSchedule: "squaredcos_cap_v2",
      predictionType: "v_prediction",
      timestepSpacing: "trailing",
    }),
    card: {
      formatVersion: 1,
      height: 16,
      width: 16,
      channels: 1,
      valueRange: [0, 255],
      bitDepth: 8,
      classes,
      training: { steps: 0 },
      ...card,
    },
  });
}
