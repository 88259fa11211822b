import { existsSync } from "node:fs";
import path from "node:path";
import type { ModelCard } from "@cellgen/pipelines";
import {
  type LoadedModel,
  loadModel,
  ModelFolderError,
  type ModelFolderErrorCode,
  runFileNames,
} from "@cellgen/pipelines/node";
import { SafetensorsError } from "@cellgen/safetensors";
import { checkColors, colorsOf } from "../options/displayOption.ts";
import { resumeCommand } from "../terminal/commandLine.ts";
import { shownPath } from "../terminal/shownPath.ts";
import { UsageError } from "../terminal/usageError.ts";

export interface OpenModelOptions {
  readonly weights?: "ema" | "raw" | undefined;
  /** Value of --display. @default the colors of the card */
  readonly display?: string | undefined;
}

/**
 * Load the model named by --model.
 *
 * @throws UsageError if there is no such folder, it contains no model, or the colors do not match its channels; any other error of
 *   `loadModel`.
 */
export async function openModel(
  folder: string,
  { weights, display }: OpenModelOptions = {},
): Promise<LoadedModel> {
  const model = await loadedModel(folder, weights);
  return display === undefined ? model : { ...model, card: withDisplay(model.card, display) };
}

/** Replace the colors of a card. */
function withDisplay({ displayColors: _, ...card }: ModelCard, display: string): ModelCard {
  const displayColors = colorsOf(display);
  if (displayColors === undefined) return card;
  checkColors(displayColors, card.channels, "the model");
  return { ...card, displayColors };
}

async function loadedModel(folder: string, weights: "ema" | "raw" | undefined): Promise<LoadedModel> {
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
