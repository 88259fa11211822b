import { type ImageProcessor, imageProcessor } from "@cellgen/data";
import {
  type GeneratedImage,
  type ImageGenerator,
  type LoadedModel,
  labelInTurn,
  type PipelineProgress,
} from "@cellgen/pipelines";
import { shownImage } from "../images/shownImage.ts";
import type { FinishedImage, GenerationSettings, Preview, Reply } from "../protocol.ts";

/** Generates images and posts a reply for each step and each image. Rejects with the signal's reason when it is aborted. */
export async function generateImages(
  model: LoadedModel,
  generator: ImageGenerator,
  { label, ...settings }: GenerationSettings,
  signal: AbortSignal,
  post: (reply: Reply) => void,
): Promise<void> {
  const { card } = model;
  const { classes } = card;
  const processor = imageProcessor(card);
  const images = generator.generate({
    ...settings,
    ...(classes.length === 0
      ? {}
      : { class: (index: number) => label ?? labelInTurn(index, classes.length) }),
    signal,
    async onProgress(progress) {
      const previews = previewsOf(progress, processor, settings.count);
      post({ kind: "step", done: progress.calls, total: progress.totalCalls, previews });
      await nextMessage();
    },
  });
  for await (const image of images) post({ kind: "image", image: finishedImage(image, classes, processor) });
}

function finishedImage(
  image: GeneratedImage,
  classes: readonly string[],
  processor: ImageProcessor,
): FinishedImage {
  const { index, label, values } = image;
  return {
    index,
    className: label === undefined ? undefined : classes[label],
    shown: shownImage({ ...image, values: processor.toDisplay(values) }),
    file: processor.toImage(values),
  };
}

/** The images of a batch that were asked for, as noisy as they are after the step. */
function previewsOf({ xt, indices }: PipelineProgress, processor: ImageProcessor, count: number): Preview[] {
  const { width, height, channels } = processor.format;
  const length = width * height * channels;
  return indices.flatMap((index, place) => {
    if (index >= count) return [];
    const own = processor.toDisplay(xt.slice(place * length, (place + 1) * length));
    return [{ index, shown: shownImage({ values: own, width, height, channels }) }];
  });
}

/** Lets a message come in, such as one to stop: the network itself computes without a pause. */
function nextMessage(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
