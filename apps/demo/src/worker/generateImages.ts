import {
  type CellImage,
  compositeOf,
  fromUnitRange,
  type ImageProcessor,
  imageProcessor,
} from "@cellgen/data";
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
  const display = { colors: card.displayColors, channelNames: card.channelNames };
  const images = generator.generate({
    ...settings,
    ...(classes.length === 0
      ? {}
      : { class: (index: number) => label ?? labelInTurn(index, classes.length) }),
    signal,
    async onProgress(progress) {
      const previews = previewsOf(progress, processor, display, settings.count);
      post({ kind: "step", done: progress.calls, total: progress.totalCalls, previews });
      await nextMessage();
    },
  });
  for await (const image of images)
    post({ kind: "image", image: finishedImage(image, classes, processor, display) });
}

type Display = Parameters<typeof shownImage>[1];

function finishedImage(
  image: GeneratedImage,
  classes: readonly string[],
  processor: ImageProcessor,
  display: Display,
): FinishedImage {
  const { index, label, values } = image;
  return {
    index,
    className: label === undefined ? undefined : classes[label],
    shown: shownImage({ ...image, values: processor.toDisplay(values) }, display),
    file: savedImage(processor, values, display),
  };
}

/** Return the image to save: the pixels themselves where PNG can hold them, otherwise a composite of the channels. */
function savedImage(processor: ImageProcessor, values: Float32Array, display: Display): CellImage {
  const image = processor.toImage(values);
  const isPng =
    (image.data instanceof Uint8Array || image.data instanceof Uint16Array) &&
    (image.channels === 1 || image.channels === 3) &&
    image.channelNames === undefined;
  if (isPng) return image;
  const shown = compositeOf({ ...image, values: processor.toDisplay(values) }, display);
  const { width, height, channels } = shown;
  return { width, height, channels, data: fromUnitRange(shown.values, [0, 255]) };
}

/** Return the current noisy images of a batch, without the images that only pad it. */
function previewsOf(
  { xt, indices }: PipelineProgress,
  processor: ImageProcessor,
  display: Display,
  count: number,
): Preview[] {
  const { width, height, channels } = processor.format;
  const length = width * height * channels;
  return indices.flatMap((index, place) => {
    if (index >= count) return [];
    const own = processor.toDisplay(xt.slice(place * length, (place + 1) * length));
    return [{ index, shown: shownImage({ values: own, width, height, channels }, display) }];
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
