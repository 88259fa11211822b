import { imageProcessor } from "@cellgen/data";
import type { Engine } from "@cellgen/engine";
import { createGenerator } from "@cellgen/pipelines";
import type { LoadedModel } from "@cellgen/pipelines/node";
import { type Drawing, describeDrawing, drawingOf, generateOptions } from "../../model/drawing.ts";
import { openModel } from "../../model/openModel.ts";
import { plural } from "../../terminal/describe.ts";
import { Interrupted } from "../../terminal/interrupted.ts";
import { type Io, print } from "../../terminal/io.ts";
import { startProgress } from "../../terminal/progress.ts";
import type { NamedImages } from "./evaluateData.ts";
import type { EvaluateModelSettings } from "./options.ts";

/** A model whose images are evaluated, and how they are drawn. */
export interface EvaluatedModel {
  readonly settings: EvaluateModelSettings;
  readonly model: LoadedModel;
  readonly drawing: Drawing;
}

/** @throws UsageError if there is no such model, or it cannot draw as it is told. */
export async function evaluatedModel(settings: EvaluateModelSettings): Promise<EvaluatedModel> {
  const model = await openModel(settings.model, settings.weights);
  return { settings, model, drawing: drawingOf(settings, model) };
}

export interface DrawRequest {
  readonly count: number;
  /** Names of the classes to draw; [] = any. */
  readonly classes: readonly string[];
  /** How much of the images each class gets. */
  readonly shares: readonly number[];
}

/** Draws images as `cellgen sample` does, rounded as in its files, each class as often as among the real images. */
export async function drawForEvaluation(
  { settings: { seed, batch }, model, drawing }: EvaluatedModel,
  engine: Engine,
  { count, classes, shares }: DrawRequest,
  io: Io,
  signal: AbortSignal,
): Promise<NamedImages> {
  const { height, width, channels, classes: known } = model.card;
  print(io, `Drawing ${plural(count, "image")} by ${describeDrawing(drawing)}…`);
  const labels = Int32Array.from(labelsByShare(shares, count));
  const generator = await createGenerator(model, engine, { batchSize: batch });
  const progress = startProgress(io, { noun: "step", total: Math.ceil(count / batch) * drawing.steps });
  const length = height * width * channels;
  const values = new Float32Array(count * length);
  const processor = imageProcessor(model.card);
  let steps = 0;
  try {
    const images = generator.generate({
      ...generateOptions(drawing),
      ...(classes.length > 0 ? { labels: (index: number) => known.indexOf(classes[labels[index]!]!) } : {}),
      count,
      seed,
      signal,
      onProgress: () => progress.update(++steps),
    });
    for await (const image of images) {
      // As read from the files of cellgen sample: real images are rounded to whole pixel values too.
      const { unit } = processor.encode(processor.toImage(image.values));
      values.set(unit.values, image.index * length);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
    throw new Interrupted("Stopped; nothing was written.", { cause: error });
  } finally {
    progress.stop();
    await generator.dispose();
  }
  return {
    set: { values, height, width, channels, labels },
    names: Array.from(labels, (_, index) => `image ${index} of seed ${seed}`),
  };
}

/** Labels in turn, so that after any number of them each has come as often as its share says, to less than one. */
export function labelsByShare(shares: readonly number[], count: number): number[] {
  const given = shares.map(() => 0);
  return Array.from({ length: count }, (_, index) => {
    let next = 0;
    for (const [label, share] of shares.entries()) {
      const lack = share * (index + 1) - given[label]!;
      if (lack > shares[next]! * (index + 1) - given[next]! + 1e-9) next = label;
    }
    given[next]!++;
    return next;
  });
}
