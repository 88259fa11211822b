import { existsSync } from "node:fs";
import path from "node:path";
import { type LoadedModel, loadModel } from "@cellgen/pipelines/node";
import { SafetensorsError } from "@cellgen/safetensors";
import { runFolder } from "../output/runFolder.ts";
import { shellWord, shownPath } from "../terminal/describe.ts";
import { invocation } from "../terminal/invocation.ts";
import { UsageError } from "../terminal/usageError.ts";

/**
 * Loads the model that --model names.
 *
 * @throws UsageError if there is no such folder, or it holds a run that has not come to its model yet; what `loadModel` throws.
 */
export async function openModel(folder: string, weights: "ema" | "raw" | undefined): Promise<LoadedModel> {
  if (!existsSync(folder)) {
    throw new UsageError(
      `--model ${shownPath(folder)}: there is no such folder. Give the folder of a trained model.`,
    );
  }
  const { settings, checkpoint } = runFolder(folder);
  const resume = `${invocation()} train --out ${shellWord(shownPath(folder))} --resume`;
  if (existsSync(settings) && !existsSync(path.join(folder, "model_index.json"))) {
    throw new UsageError(
      `--model ${shownPath(folder)} holds a run that has left no model yet. Wait for its end, or go on with ${resume}.`,
    );
  }
  try {
    return await loadModel(folder, weights ? { weights } : {});
  } catch (error) {
    if (!(error instanceof SafetensorsError && existsSync(checkpoint))) throw error;
    throw new Error(`${error.message} Or write it anew out of the run's checkpoint: ${resume}.`, {
      cause: error,
    });
  }
}
