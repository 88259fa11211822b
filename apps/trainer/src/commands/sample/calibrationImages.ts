import type { LabelledImage, ModelCard } from "@cellgen/pipelines";
import { scanData } from "../../input/scanData.ts";
import { photonNoiseText } from "../../options/photonNoiseText.ts";
import type { Io } from "../../terminal/io.ts";
import { batchesOf } from "../train/prepareRun.ts";

/** Images that eight bits are laid over, at most: more change little. */
const MOST = 128;

/** Images of a folder as a model was trained on them, of the classes that it knows. */
export async function calibrationImages(
  folder: string,
  card: ModelCard,
  io: Io,
  signal: AbortSignal,
): Promise<readonly LabelledImage[]> {
  const { height, width, channels, training, stabilisation } = card;
  const crop = typeof training["crop"] === "number" ? training["crop"] : 0;
  const images = await scanData(
    "--calibrate",
    folder,
    { signal, ...(crop > 0 ? { keepWhole: true } : { keepAtSize: height }) },
    io,
  );
  const count = Math.min(images.files.length, MOST);
  const read = {
    size: height,
    crop,
    channels: channels === 1 ? 1 : 3,
    strict: false,
    seed: 0,
    augment: "none",
    stabilise: stabilisation ? photonNoiseText(stabilisation) : "none",
  } as const;
  const batches = batchesOf(images, read, count);
  try {
    const { xStart, labels } = await batches.batch(0);
    const size = height * width * channels;
    return Array.from(labels, (label, i) => {
      const known = card.classes.indexOf(images.classes[label] ?? "");
      const values = xStart.slice(i * size, (i + 1) * size);
      return { values, height, width, channels, ...(known < 0 ? {} : { label: known }) };
    });
  } finally {
    await batches.close();
  }
}
