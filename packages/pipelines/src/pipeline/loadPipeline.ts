import type { Engine, EngineChoice, EngineOptions } from "@cellgen/engine";
import { createEngine } from "@cellgen/engine/node";
import { loadModel } from "../model/loadModel.ts";
import type { LoadModelOptions } from "../model/readModel.ts";
import { CellPipeline } from "./CellPipeline.ts";

export interface LoadPipelineOptions extends LoadModelOptions, EngineOptions {
  /** An engine by name, or a started one, which stays the caller's. @default "auto", the first that works */
  readonly engine?: EngineChoice | Engine;
  /** Called with the reason where "auto" takes a slower engine than the best, and what to install. */
  readonly onNotice?: (notice: string) => void;
}

/**
 * Loads a trained model and starts an engine for it.
 *
 * ```ts
 * const cells = await loadPipeline("runs/my-cells");
 * const images = await cells.generate({ count: 8, seed: 0 });
 * await images[0].save("cell.png");
 * ```
 *
 * @param folder - A run of `trainFolder` or `cellgen train`, or a model in Hugging Face's layout.
 * @returns The pipeline. The caller disposes it: `await using`, or `dispose()`.
 * @throws ModelFolderError if the folder does not exist or holds a run without a model yet; RangeError if it holds no model or a damaged
 *   one, or there is no such engine; EngineUnavailableError if the engine cannot run here.
 */
export async function loadPipeline(folder: string, options: LoadPipelineOptions = {}): Promise<CellPipeline> {
  const { engine = "auto", weights, onNotice, ...engineOptions } = options;
  const model = await loadModel(folder, weights === undefined ? {} : { weights });
  if (typeof engine !== "string") return new CellPipeline(model, engine);
  const started = await createEngine(engine, engineOptions);
  if (started.notice !== undefined) onNotice?.(started.notice);
  return new CellPipeline(model, started, () => started.dispose());
}
