import { imageProcessor, indexOfName } from "@cellgen/data";
import type { Engine } from "@cellgen/engine";
import { createGenerator, type DiffusionModel, labelInTurn, type Sampling } from "@cellgen/pipelines";
import { labelsByShare } from "./labelsByShare.ts";
import type { NamedImages } from "./namedImages.ts";

export interface GenerateImageSetOptions {
  readonly count: number;
  readonly seed: number;
  readonly sampling: Sampling;
  readonly batchSize: number;
  /** Names of the compared classes; [] = cycle through the model's classes. */
  readonly classes: readonly string[];
  /** Share of each of these classes. */
  readonly shares: readonly number[];
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: (done: number, total: number) => void;
}

/** Generate images and round them to pixel values, because real images are rounded too. */
export async function generateImageSet(
  model: DiffusionModel,
  engine: Engine,
  options: GenerateImageSetOptions,
): Promise<NamedImages> {
  const { count, seed, sampling, batchSize, classes, shares, signal, onProgress } = options;
  const { height, width, channels, classes: known } = model.card;
  const labels = Int32Array.from(labelsByShare(shares, count));
  const modelLabels = classes.map((name) => indexOfName(known, name));
  const labelOf = (index: number): number =>
    classes.length > 0 ? modelLabels[labels[index]!]! : labelInTurn(index, known.length);
  const length = height * width * channels;
  const values = new Float32Array(count * length);
  const processor = imageProcessor(model.card);
  const total = Math.ceil(count / batchSize) * sampling.steps;
  let done = 0;
  onProgress?.(done, total);
  const generator = await createGenerator(model, engine, { batchSize });
  try {
    const images = generator.generate({
      ...sampling,
      ...(known.length > 0 ? { class: labelOf } : {}),
      count,
      seed,
      ...(signal ? { signal } : {}),
      onProgress: () => onProgress?.(++done, total),
    });
    for await (const image of images) {
      const { unit } = processor.encode(processor.toImage(image.values));
      values.set(unit.values, image.index * length);
    }
  } finally {
    await generator.dispose();
  }
  return {
    set: { values, height, width, channels, labels },
    names: Array.from(labels, (_, index) => `image ${index} of seed ${seed}`),
  };
}
