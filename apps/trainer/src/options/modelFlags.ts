import type { Command } from "commander";
import { modelDefaults } from "./modelSettings.ts";
import { numberFlag } from "./numberFlag.ts";
import { defaultSteps, generationDefaults, type SamplerName, samplerDefaults } from "./samplerSettings.ts";

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
  return networkFlags(seedFlag(command));
}

export function seedFlag(command: Command): Command {
  return command.option(
    "--seed <n>",
    `seed of all that is random (default: ${modelDefaults.seed})`,
    numberFlag,
  );
}

/** Of a model, what is used, and how much at a time. */
export function networkFlags(command: Command, { batch } = modelDefaults): Command {
  return command
    .option("--weights <which>", "ema (averaged) or raw (default: ema where the model has them)")
    .option("--batch <n>", `images at a time (default: ${batch})`, numberFlag);
}

interface SamplerFlags {
  /** The default. */
  readonly sampler: SamplerName;
  /** What ddpm, which draws noise of its own, can be used for. @default all */
  readonly ddpmFor?: string;
  /** What is a step. */
  readonly steps: string;
  readonly guided: string;
}

/** How images go between noise and what is made of it. */
export function samplerFlags(command: Command, { sampler, ddpmFor, steps, guided }: SamplerFlags): Command {
  const defaults = Object.entries(defaultSteps).map(([name, count]) => `${count} for ${name}`);
  return command
    .option(
      "--sampler <name>",
      `dpm++2m, ddim${ddpmFor === undefined ? " or" : `, or for ${ddpmFor}`} ddpm (default: ${sampler})`,
    )
    .option("--steps <n>", `${steps} (default: ${defaults.join(", ")})`, numberFlag)
    .option(
      "--guidance <x>",
      `how much to insist on ${guided}: 1 as learnt, more for a plainer class and less variety (default: ${samplerDefaults.guidance})`,
      numberFlag,
    );
}

/** How images are drawn out of noise alone. */
export function generationFlags(command: Command): Command {
  return samplerFlags(command, {
    sampler: generationDefaults.sampler,
    steps: "network evaluations an image",
    guided: "the class",
  }).option("--eta <x>", "noise of the ddim sampler, from 0 to 1 (default: 0)", numberFlag);
}
