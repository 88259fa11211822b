import type { ImageSize } from "@cellgen/data";
import type { Unet } from "@cellgen/unet";
import type { ModelCard } from "./modelCard.ts";
import type { SchedulerConfig } from "./noiseScheduleOf.ts";

/** A trained model. */
export interface DiffusionModel {
  readonly unet: Unet;
  /** Parameters by Hugging Face's tensor names, in tfjs's layout. Their lengths are given by `unet.parameterShapes`. */
  readonly parameters: Readonly<Record<string, Float32Array>>;
  readonly scheduler: SchedulerConfig;
  readonly card: ModelCard;
}

/** Return the label of the null class, which classifier-free guidance extrapolates from; undefined if the model has none. */
export function nullClassOf({ unet, card }: Pick<DiffusionModel, "unet" | "card">): number | undefined {
  const { length } = card.classes;
  return unet.config.numClassEmbeds === length + 1 ? length : undefined;
}

/** Return the size of the images that the network sees: with patches, that of the folded images. */
function networkSize({ height, width, patchSize = 1 }: ModelCard): ImageSize {
  return { height: Math.ceil(height / patchSize), width: Math.ceil(width / patchSize) };
}

/** Return the `sampleSize` of a network for images of a size. */
export function sampleSizeOf(card: ModelCard): number | readonly [number, number] {
  const { height, width } = networkSize(card);
  return height === width ? height : [height, width];
}

/**
 * Check that network, scheduler and card fit together.
 *
 * @throws RangeError that names the two mismatched parts.
 */
export function checkModel(caller: string, model: Omit<DiffusionModel, "parameters">): void {
  const { unet, scheduler, card } = model;
  const { config } = unet;
  const fail = (what: string): never => {
    throw new RangeError(`${caller}: ${what}.`);
  };
  const { patchSize = 1 } = card;
  if (unet.patchSize !== patchSize) fail(`patchSize must be the card's ${patchSize}, got ${unet.patchSize}`);
  const channels = card.channels * patchSize ** 2;
  if (config.inChannels !== channels || config.outChannels !== channels) {
    const folded = patchSize === 1 ? "" : `, folded from patches of ${patchSize}x${patchSize}`;
    fail(
      `in_channels and out_channels must be the images' ${channels}${folded}, got ${config.inChannels} and ${config.outChannels}`,
    );
  }
  if (config.classEmbedType !== null) {
    fail(
      `class_embed_type must be null, for an embedding table of the classes, got ${JSON.stringify(config.classEmbedType)}`,
    );
  }
  const { length } = card.classes;
  const embeds = config.numClassEmbeds ?? 0;
  if (!(embeds === length || (length > 0 && embeds === length + 1))) {
    fail(
      `num_class_embeds must be ${length === 0 ? "null" : `${length + 1}, with the null class, or ${length}`} for ${length} classes, got ${config.numClassEmbeds}`,
    );
  }
  unet.checkSize(card.height, card.width);
  const { sampleSize } = config;
  const { height, width } = networkSize(card);
  const [sampleHeight, sampleWidth] =
    typeof sampleSize === "number" ? [sampleSize, sampleSize] : (sampleSize ?? [height, width]);
  if (sampleHeight !== height || sampleWidth !== width) {
    fail(
      `sample_size must be null or the images' ${height} x ${width}, got ${sampleHeight} x ${sampleWidth}`,
    );
  }
  const rows = config.numTrainTimesteps;
  if (config.timeEmbeddingType === "learned" && rows !== scheduler.numTrainTimesteps) {
    fail(
      `num_train_timesteps must be the same for network and scheduler, got ${rows} and ${scheduler.numTrainTimesteps}`,
    );
  }
}
