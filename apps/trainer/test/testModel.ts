import { schedulerConfig } from "@cellgen/pipelines";
import { saveModel } from "@cellgen/pipelines/node";
import { unet } from "@cellgen/unet";

/**
 * An untrained model of 16x16 pixels and 20 timesteps, in two classes and the null class: what it draws is noise, but a function of all that
 * it is told.
 *
 * @param numClassEmbeds - 2 is without the null class.
 */
export async function writeTestModel(
  folder: string,
  channels: 1 | 3 = 3,
  numClassEmbeds: 2 | 3 = 3,
): Promise<void> {
  const network = unet({
    inChannels: channels,
    outChannels: channels,
    blockOutChannels: [8, 8],
    layersPerBlock: 1,
    downBlockTypes: ["DownBlock2D", "DownBlock2D"],
    upBlockTypes: ["UpBlock2D", "UpBlock2D"],
    normNumGroups: 4,
    numClassEmbeds,
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
      channels,
      valueRange: [0, 255],
      bitDepth: 8,
      classes: ["red", "white"],
      training: { steps: 0 },
    },
  });
}
