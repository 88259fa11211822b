import { existsSync } from "node:fs";
import path from "node:path";
import {
  type LoadedModel,
  loadModel,
  ModelFolderError,
  type ModelFolderErrorCode,
  runFileNames,
} from "@cellgen/pipelines/node";
import { SafetensorsError } from "@cellgen/safetensors";
import { resumeCommand } from "../terminal/commandLine.ts";
import { shownPath } from "../terminal/shownPath.ts";
import { UsageError } from "../terminal/usageError.ts";

/**
 * Load the model named by --model.
 *
 * @throws UsageError if there is no such folder, or it contains no model; any other error of `loadModel`.
 */
export async function openModel(folder: string, weights: "ema" | "raw" | undefined): Promise<LoadedModel> {
  try {
    return await loadModel(folder, weights ? { weights } : {});
  } catch (error) {
    const shown = shownPath(folder);
    const resume = resumeCommand(folder);
    if (error instanceof ModelFolderError) {
      const problems: Readonly<Record<ModelFolderErrorCode, string>> = {
        ERR_NO_MODEL_FOLDER: ": there is no such folder. Give the folder of a trained model.",
        ERR_NO_MODEL: " contains no model: model_index.json is missing. Give the folder of a trained model.",
        ERR_UNFINISHED_RUN: ` contains an unfinished run without a model. Wait until it finishes, or resume it: ${resume}`,
      };
      throw new UsageError(`--model ${shown}${problems[error.code]}`, { cause: error });
    }
    if (!(error instanceof SafetensorsError && existsSync(path.join(folder, runFileNames.checkpoint))))
      throw error;
    throw new Error(`${error.message} Or restore it from the run's checkpoint: ${resume}`, { cause: error });
  }
}
