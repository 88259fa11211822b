import type { Engine, EngineChoice, EngineOptions } from "@cellgen/engine";
import { createEngine } from "@cellgen/engine/node";
import { loadModel } from "../model/loadModel.ts";
import type { LoadModelOptions } from "../model/readModel.ts";
import { CellPipeline } from "./CellPipeline.ts";

/** Options of `loadPipeline`. */
export interface LoadPipelineOptions extends LoadModelOptions, EngineOptions {
  /** Name of an engine, or a started engine, which the pipeline does not dispose. @default "auto", the first one available */
  readonly engine?: EngineChoice | Engine;
  /** Called if "auto" selects a slower engine than the fastest, with the reason and the package to install. */
  readonly onNotice?: (notice: string) => void;
}

/**
 * Load a trained model and start an engine for it.
 *
 * ```ts
 * const cells = await loadPipeline("runs/my-cells");
 * const images = await cells.generate({ count: 8, seed: 0 });
 * await images[0].save("cell.png");
 * ```
 *
 * @param folder - A run of `trainFolder` or `cellgen train`, or a model in Hugging Face's layout.
 * @returns The pipeline. Dispose of it after use, with `await using` or `dispose()`.
 * @throws ModelFolderError if the folder does not exist or holds a run without a model yet; RangeError if it holds no model or a damaged
 *   one, or if the engine's name is unknown; EngineUnavailableError if the engine cannot run on this machine.
 */
export async function loadPipeline(folder: string, options: LoadPipelineOptions = {}): Promise<CellPipeline> {
  const { engine = "auto", weights, onNotice, ...engineOptions } = options;
  const model = await loadModel(folder, weights === undefined ? {} : { weights });
  if (typeof engine !== "string") return new CellPipeline(model, engine);
  const started = await createEngine(engine, engineOptions);
  if (started.notice !== undefined) onNotice?.(started.notice);
  return new CellPipeline(model, started, () => started.dispose());
}
