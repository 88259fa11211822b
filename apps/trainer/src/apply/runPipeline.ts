import type { Engine } from "@cellgen/engine";
import { CellPipeline, type LoadedModel } from "@cellgen/pipelines/node";
import type { CommandContext } from "../runner/commandDefinition.ts";
import { type Progress, startProgress } from "../terminal/progress.ts";

/** A model, and the engine that runs it. */
export interface RunningModel {
  readonly model: LoadedModel;
  readonly engine: Engine;
}

/** What is done with a pipeline. */
export interface PipelineWork<Item> {
  /** Names of all files that will be written beside the report. */
  readonly outputs: readonly string[];
  /** What the progress bar counts, such as "call". */
  readonly noun: string;
  /** What stands behind the count. */
  details?(finished: number): string;
  /** Writes results to the output folder, and yields an item for each that is finished. */
  work(cells: CellPipeline, onProgress: (done: number, total: number) => void): AsyncIterable<Item>;
}

/** Works with a pipeline behind a progress bar. After an abort the result holds what was finished. */
export async function runPipeline<Item>(
  { output, io, signal }: Pick<CommandContext<unknown>, "output" | "io" | "signal">,
  { model, engine }: RunningModel,
  { outputs, noun, details, work }: PipelineWork<Item>,
): Promise<Item[]> {
  const cells = new CellPipeline(model, engine);
  const finished: Item[] = [];
  let bar: Progress | undefined;
  const onProgress = (done: number, total: number): void => {
    bar ??= startProgress(io, { noun, total });
    bar.update(done, details?.(finished.length));
  };
  try {
    await output.begin([...outputs, "report.html"]);
    for await (const item of work(cells, onProgress)) finished.push(item);
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    bar?.stop();
    await cells.dispose();
  }
  return finished;
}
