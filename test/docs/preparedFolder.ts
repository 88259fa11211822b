import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { CELL_CLASSES, synthesizeCell } from "../../packages/data/src/index.ts";
import { writePng } from "../../packages/data/src/node.ts";
import { saveModel } from "../../packages/pipelines/src/node.ts";
import { tinyModel } from "../../packages/pipelines/test/tinyModel.ts";

/** Images of each class in `my-cells`: a quarter of them are the 8 images or more that an evaluation needs. */
const IMAGES_PER_CLASS = 12;

/** Writes what the programs and commands of a guide find: images in `my-cells`, and with `withModel` a model in `runs/my-cells`. */
export async function preparedFolder(folder: string, { withModel }: { readonly withModel: boolean }) {
  const classes = CELL_CLASSES.smear;
  for (const name of classes) mkdirSync(join(folder, "my-cells", name), { recursive: true });
  for (let index = 0; index < IMAGES_PER_CLASS * classes.length; index++) {
    const { image, label } = synthesizeCell("smear", { size: 32, seed: 0, index });
    await writePng(join(folder, "my-cells", classes[label]!, `${index}.png`), image);
  }
  if (!withModel) return;
  const network = { inChannels: 3, outChannels: 3 };
  const card = { height: 32, width: 32, channels: 3 };
  await saveModel(join(folder, "runs", "my-cells"), tinyModel({ classes: [...classes], network, card }));
}
