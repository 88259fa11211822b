import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CELL_CLASSES, synthesizeCell } from "../../packages/data/src/index.ts";
import { writePng } from "../../packages/data/src/node.ts";
import { saveModel } from "../../packages/pipelines/src/node.ts";
import { tinyModel } from "../../packages/pipelines/test/tinyModel.ts";

/** Images of each class in `my-cells`: a quarter of them are the 8 images or more that an evaluation needs. The first class has one more. */
const IMAGES_PER_CLASS = 12;

/**
 * Writes what the programs and commands of a guide find: images in `my-cells`, a field with its masks and boxes in `fields`, `masks` and
 * `annotations`, and with `withModel` a model in `runs/my-cells`.
 */
export async function preparedFolder(folder: string, { withModel }: { readonly withModel: boolean }) {
  const classes = CELL_CLASSES.smear;
  for (const name of classes) mkdirSync(join(folder, "my-cells", name), { recursive: true });
  for (let index = 0; index < IMAGES_PER_CLASS * classes.length + 1; index++) {
    const { image, label } = synthesizeCell("smear", { size: 32, seed: 0, index });
    await writePng(join(folder, "my-cells", classes[label]!, `${index}.png`), image);
  }
  await writeField(folder);
  if (!withModel) return;
  const network = { inChannels: 3, outChannels: 3 };
  const card = { height: 32, width: 32, channels: 3 };
  await saveModel(join(folder, "runs", "my-cells"), tinyModel({ classes: [...classes], network, card }));
}

/** Writes a field of two square cells, as an image, a mask of their numbers and a table of their boxes. */
async function writeField(folder: string) {
  for (const name of ["fields", "masks", "annotations"]) mkdirSync(join(folder, name));
  const [width, height] = [160, 128];
  const data = new Uint8Array(width * height);
  for (const [value, left, top] of [
    [1, 20, 30],
    [2, 100, 70],
  ] as const) {
    for (let y = top; y < top + 24; y++) data.fill(value, y * width + left, y * width + left + 24);
  }
  await writePng(join(folder, "masks", "a.png"), { width, height, channels: 1, data });
  const pixels = data.map((value) => 40 + 80 * value);
  await writePng(join(folder, "fields", "a.png"), { width, height, channels: 1, data: pixels });
  const boxes = "image,left,top,width,height,label\na.png,20,30,24,24,round\na.png,100,70,24,24,flat\n";
  writeFileSync(join(folder, "annotations", "boxes.csv"), boxes);
}
