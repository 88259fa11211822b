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

/** Generate images and post a reply for each step and each image. Rejects with the signal's reason on abort. */
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

/** Return the current noisy images of a batch, without the images that only pad it. */
function previewsOf({ xt, indices }: PipelineProgress, processor: ImageProcessor, count: number): Preview[] {
  const { width, height, channels } = processor.format;
  const length = width * height * channels;
  return indices.flatMap((index, place) => {
    if (index >= count) return [];
    const own = processor.toDisplay(xt.slice(place * length, (place + 1) * length));
    return [{ index, shown: shownImage({ values: own, width, height, channels }) }];
  });
}

/** Yield to the event loop, so that a stop message is received: the network computes synchronously. */
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
