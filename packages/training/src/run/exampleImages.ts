import type { ImageFolder } from "@cellgen/data/node";
import { type LabelledImage, labelInTurn } from "@cellgen/pipelines";
import { runBatches } from "./runImages.ts";
import type { RunSettings } from "./settings/runSettings.ts";

/** Maximum number of batches to search for images of each class. */
const MAX_SEARCHED_BATCHES = 40;

/** Return training images as model inputs, without augmentation, cycling through the classes. */
export async function exampleImages(
  images: ImageFolder,
  settings: RunSettings,
  count: number,
): Promise<LabelledImage[]> {
  const classes = settings.classConditional ? images.classes.length : 0;
  const batches = runBatches(images, { ...settings, augment: "none", batch: count });
  const { height, width, channels } = batches;
  const length = height * width * channels;
  const found = new Array<LabelledImage | undefined>(count);
  let spare: LabelledImage | undefined;
  try {
    for (let step = 0; step < MAX_SEARCHED_BATCHES && found.includes(undefined); step++) {
      const { xStart, labels } = await batches.batch(step);
      labels.forEach((label, i) => {
        const values = xStart.slice(i * length, (i + 1) * length);
        const image = { values, height, width, channels, ...(classes > 0 ? { label } : {}) };
        spare ??= image;
        const place = found.findIndex(
          (other, index) => !other && (classes === 0 || labelInTurn(index, classes) === label),
        );
        if (place >= 0) found[place] = image;
      });
    }
  } finally {
    await batches.close();
  }
  return found.map((image) => image ?? spare!);
}
