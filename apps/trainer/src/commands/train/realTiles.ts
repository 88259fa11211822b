import { plainValues } from "@cellgen/pipelines";
import type { LabelledTile } from "../../report/pictures/tileGrid.ts";
import { batchesOf, type PreparedRun } from "./prepareRun.ts";

/** Batches that are looked through for images of each class. */
const SEARCHED = 40;

/** Some of the images as the network sees them, the classes in turn. */
export async function realTiles(run: PreparedRun, count: number): Promise<LabelledTile[]> {
  const { images, classes, settings, scale } = run;
  const batches = batchesOf(images, { ...settings, augment: "none" }, count);
  const { height, width, channels } = batches;
  const length = height * width * channels;
  const wanted = Array.from({ length: count }, (_, index) => labelInTurn(index, classes.length));
  const tiles = new Array<LabelledTile | undefined>(count);
  let spare: LabelledTile | undefined;
  try {
    for (let step = 0; step < SEARCHED && tiles.includes(undefined); step++) {
      const { xStart, labels } = await batches.batch(step);
      labels.forEach((label, i) => {
        const at = wanted.findIndex(
          (want, index) => !tiles[index] && (classes.length === 0 || want === label),
        );
        const name = classes[label];
        const tile = {
          height,
          width,
          channels,
          values: plainValues(xStart.slice(i * length, (i + 1) * length), scale),
          ...(name ? { label: name } : {}),
        };
        spare ??= tile;
        if (at >= 0) tiles[at] = tile;
      });
    }
  } finally {
    await batches.close();
  }
  return tiles.map((tile) => tile ?? spare!);
}

/** Which class image k of a set has, where the classes take turns. */
export function labelInTurn(index: number, classes: number): number {
  return classes === 0 ? 0 : index % classes;
}
