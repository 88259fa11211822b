import type { Engine } from "@cellgen/engine";
import { CellPipeline, type LoadedModel } from "@cellgen/pipelines/node";
import type { OutputFormat } from "../options/formatOption.ts";
import type { CommandContext } from "../runner/commandDefinition.ts";
import { type Progress, startProgress } from "../terminal/progress.ts";
import { type ImageSetFacts, type ResultImages, resultFile, resultImages } from "./resultImages.ts";

/** A model and the engine that runs it. */
export interface ModelOnEngine {
  readonly model: LoadedModel;
  readonly engine: Engine;
}

export interface PipelineJob {
  readonly pipeline: CellPipeline;
  onProgress(done: number, total: number): void;
  /** Write an image to the output folder. */
  readonly writeImage: ResultImages["write"];
  /** Return the name for the record and the path at which to write an image by other means: a file, or `images.zarr` for a single image. */
  placeImage(stem: string, format: OutputFormat): Promise<{ readonly name: string; readonly place: string }>;
  /** Remove a name from the record, because nothing was written to its place. */
  dropImage(name: string): void;
}

/** The work of a pipeline. */
export interface PipelineWork<Item> {
  /** Names of all files to write, except the report. */
  readonly outputs: readonly string[];
  /** What a set of images holds in addition to them. @default nothing */
  readonly set?: Omit<ImageSetFacts, "channelColors">;
  /** Unit of the progress bar, such as "call". */
  readonly noun: string;
  /** Text after the count. */
  details?(finished: number): string;
  /** Write the results, and yield an item for each when it is finished. */
  work(job: PipelineJob): AsyncIterable<Item>;
}

/**
 * Run a pipeline with a progress bar. Earlier results are removed at the first progress, when the network has been compiled. After
 * an abort the result contains the finished items.
 */
export async function processWithPipeline<Item>(
  { output, io, signal }: Pick<CommandContext<unknown>, "output" | "io" | "signal">,
  { model, engine }: ModelOnEngine,
  { outputs, set, noun, details, work }: PipelineWork<Item>,
): Promise<Item[]> {
  const pipeline = new CellPipeline(model, engine);
  const images = resultImages(output, { ...set, channelColors: model.card.displayColors });
  const finished: Item[] = [];
  let bar: Progress | undefined;
  let begun: Promise<void> | undefined;
  const begin = (): Promise<void> => {
    begun ??= output.begin([...outputs, "report.html"]);
    return begun;
  };
  const job: PipelineJob = {
    pipeline,
    onProgress(done, total) {
      // A failure is thrown below.
      begin().catch(() => {});
      bar ??= startProgress(io, { noun, total });
      bar.update(done, details?.(finished.length));
    },
    async writeImage(...image) {
      await begin();
      return await images.write(...image);
    },
    async placeImage(stem, format) {
      await begin();
      const name = resultFile(stem, format);
      return { name, place: await output.place(name) };
    },
    dropImage: output.drop,
  };
  try {
    for await (const item of work(job)) finished.push(item);
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    bar?.stop();
    await pipeline.dispose();
    await images.finish();
  }
  await begun;
  return finished;
}
