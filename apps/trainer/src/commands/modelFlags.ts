import type { Command } from "commander";
import { modelDefaults } from "../settings/modelSettings.ts";
import { numberFlag } from "../terminal/numberFlag.ts";

/** The flags of a command that uses a trained model: which one, and where to. */
export function modelFlags(command: Command): Command {
  return command
    .optionsGroup("What:")
    .option("--model <dir>", "folder of the model: a run of cellgen, or the Hugging Face layout (required)")
    .option("--out <dir>", "folder for the results (required)")
    .option("--force", "remove the results in --out first (its own files only)");
}

/** How a model draws, whatever for. */
export function drawingFlags(command: Command): Command {
  return command
    .option("--seed <n>", `seed of all that is random (default: ${modelDefaults.seed})`, numberFlag)
    .option("--weights <which>", "ema (averaged) or raw (default: ema where the model has them)")
    .option("--batch <n>", `images at a time (default: ${modelDefaults.batch})`, numberFlag);
}
