import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { CELL_CLASSES, synthesizeCell } from "@cellgen/data";
import { writePng } from "@cellgen/data/node";
import { schedulerConfig } from "@cellgen/pipelines";
import { saveModel } from "@cellgen/pipelines/node";
import { unet } from "@cellgen/unet";
import { afterAll } from "vitest";

/** The classes of the images and of the model. */
export const classes = CELL_CLASSES.smear;

/** A temporary folder of images and models to evaluate. */
export async function evaluationFolder() {
  const folder = await mkdtemp(path.join(tmpdir(), "cellgen-evaluate-folder-"));
  afterAll(() => rm(folder, { recursive: true }));
  const at = (...names: string[]): string => path.join(folder, ...names);
  return {
    at,
    /** Writes images of synthetic cells, in subfolders of their classes or in one folder. */
    async writeCells(out: string, count: number, seed: number, hasClasses: boolean): Promise<void> {
      for (let index = 0; index < count; index++) {
        const { image, label } = synthesizeCell("smear", { size: 16, seed, index });
        const parent = hasClasses ? at(out, classes[label]!) : at(out);
        await mkdir(parent, { recursive: true });
        await writePng(path.join(parent, `${String(index).padStart(3, "0")}.png`), image);
      }
    },
    /** Writes a class-conditional model of random weights, whose card names 60 training images. */
    async writeModel(out: string): Promise<void> {
      const network = unet({
        inChannels: 3,
        outChannels: 3,
        blockOutChannels: [8, 8],
        layersPerBlock: 1,
        downBlockTypes: ["DownBlock2D", "DownBlock2D"],
        upBlockTypes: ["UpBlock2D", "UpBlock2D"],
        normNumGroups: 4,
        numClassEmbeds: classes.length + 1,
      });
      const card = {
        formatVersion: 2,
        height: 16,
        width: 16,
        channels: 3,
        pixelType: "uint8",
        ranges: [
          [0, 255],
          [0, 255],
          [0, 255],
        ],
        rangeScope: "set",
        classes,
        training: { images: 60 },
      } as const;
      const scheduler = schedulerConfig({ numTrainTimesteps: 20, predictionType: "v_prediction" });
      await saveModel(at(out), { unet: network, parameters: network.init(0), scheduler, card });
    },
  };
}
