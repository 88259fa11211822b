import { type ModelCard, schedulerConfig } from "@cellgen/pipelines";
import { saveModel } from "@cellgen/pipelines/node";
import { unet } from "@cellgen/unet";

/** The card of a model of 16x16 pixels in color, without classes. */
export function testCard(changes: Partial<ModelCard> = {}): ModelCard {
  return {
    formatVersion: 2,
    height: 16,
    width: 16,
    channels: 3,
    pixelType: "uint8",
    ranges: Array.from({ length: changes.channels ?? 3 }, () => [0, 255] as const),
    rangeScope: "set",
    classes: [],
    training: {},
    ...changes,
  };
}

export interface TestModel {
  /** @default 3 */
  readonly channels?: number;
  /** @default ["red", "white"] */
  readonly classes?: readonly string[];
  /** Further fields of its card. */
  readonly card?: Partial<ModelCard>;
  /** @default 20 */
  readonly numTrainTimesteps?: number;
  /** Whether it has a null class in addition to its classes. @default true */
  readonly hasNullClass?: boolean;
}

/** An untrained model of 16x16 pixels: what it generates is noise, but a function of all that it is told. */
export async function writeTestModel(
  folder: string,
  {
    channels = 3,
    classes = ["red", "white"],
    card = {},
    numTrainTimesteps = 20,
    hasNullClass = true,
  }: TestModel = {},
): Promise<void> {
  const network = unet({
    inChannels: channels,
    outChannels: channels,
    blockOutChannels: [8, 8],
    layersPerBlock: 1,
    downBlockTypes: ["DownBlock2D", "DownBlock2D"],
    upBlockTypes: ["UpBlock2D", "UpBlock2D"],
    normNumGroups: 4,
    numClassEmbeds: classes.length === 0 ? null : classes.length + Number(hasNullClass),
  });
  await saveModel(folder, {
    unet: network,
    parameters: network.init(0),
    scheduler: schedulerConfig({
      numTrainTimesteps,
      betaSchedule: "squaredcos_cap_v2",
      predictionType: "v_prediction",
      timestepSpacing: "trailing",
    }),
    card: testCard({ channels, classes, training: { steps: 0 }, ...card }),
  });
}
