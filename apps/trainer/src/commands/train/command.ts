import { Command, Option } from "commander";
import { engineFlags } from "../../options/engineFlags.ts";
import { numberFlag } from "../../options/numberFlag.ts";
import type { Io } from "../../terminal/io.ts";
import { presetNames } from "./presets.ts";
import { scheduleNames, trainDefaults } from "./trainSettings.ts";

interface TrainFlags extends Readonly<Record<string, unknown>> {
  readonly config?: string;
  readonly out?: string;
  readonly resume?: true;
  readonly force?: true;
}

const examples = `
Examples:
  cellgen train --data my-cells --out runs/my-cells
  cellgen train --data my-cells --out runs/by-class --class-conditional     subfolders of my-cells are the classes
  cellgen train --data my-cells --out runs/large --preset base --size 64 --steps 40000
  cellgen train --out runs/my-cells --resume                                go on where Ctrl-C stopped
  cellgen train --config runs/my-cells/train.json --out runs/again          the same run once more
  cellgen train --data means --out runs/camera --crop 32 --stabilise gain=2.2,offset=100,read=3     to denoise a camera's images

--stabilise gain=G,offset=O,read=R is for models that are to denoise images of a camera, whose bright parts are noisier than their dark
ones, as photons make them. The network learns a transform of the pixels (the generalised Anscombe transform) on which that noise has a
standard deviation of 1 everywhere, as cellgen denoise wants it; what it draws and shows are pixels again. Train on images with little noise
of their own but the pixel values of the noisy ones, such as means of many frames: noise that they have, the network learns to draw, and
does not take off later. Neither may be compressed or brightened after they were taken.
All three numbers are in pixel values of the files: G for an electron, O without light, R the standard deviation without light (O and R
are 0 where left out). A camera's data sheet has them; where it gives electrons a pixel value, G is 1 over that. To measure them, take a
picture with the shutter closed: its mean is O, its standard deviation R. Then take two of one evenly lit place, with mean M and a
difference of variance V: G = (V/2 - R²) / (M - O).

A config file is JSON with the same settings, named in camelCase: {"data": "my-cells", "sampleEvery": 500}.
Flags win over it. Relative paths in it are meant from where the command is typed.

What a run leaves in --out: a model in the Hugging Face layout, samples.png, denoising.png, loss.svg, loss.png,
metrics.jsonl (a line a step), train.json (the settings), images.csv (what it has seen), checkpoint.safetensors and report.html.`;

/** `cellgen train`: trains on a folder of images. */
export function trainCommand(io: Io): Command {
  const command = new Command("train")
    .description("Trains a diffusion model on a folder of PNG and JPEG images.")
    .optionsGroup("What to train on:")
    .option("--data <dir>", "folder of images, subfolders included (required)")
    .option("--size <pixels>", shown("side to which images are cut and scaled", "size"), numberFlag)
    .option(
      "--crop <pixels>",
      shown("learn from random squares of this side, for few large images; 0 = whole images", "crop"),
      numberFlag,
    )
    .addOption(
      new Option("--channels <n>", shown("auto, 1 (grey) or 3 (colour)", "channels")).argParser(numberFlag),
    )
    .option("--class-conditional", "learn the classes, which are the subfolders of --data")
    .addOption(new Option("--no-class-conditional").hideHelp())
    .option(
      "--stabilise <noise>",
      shown("gain=G,offset=O,read=R of the photon noise to denoise later (see below)", "stabilise"),
    )
    .option("--augment <how>", shown("none, flip, or d4 (flips and quarter turns)", "augment"))
    .option("--strict", "stop at an image that cannot be read, instead of leaving it out")
    .addOption(new Option("--no-strict").hideHelp())
    .optionsGroup("Where to:")
    .option("--out <dir>", "folder for the run (required)")
    .option("--resume", "go on with the run in --out, from its last checkpoint")
    .option("--force", "remove the run in --out (its own files only) and start anew")
    .option("--config <file>", "JSON file with settings")
    .optionsGroup("What to train:")
    .option("--preset <name>", shown(`network: ${list(presetNames)}`, "preset"))
    .option("--prediction <what>", shown("v_prediction, epsilon or sample", "prediction"))
    .option("--schedule <name>", shown(`noise: ${list(scheduleNames)}`, "schedule"))
    .optionsGroup("How long and how fast:")
    .option("--steps <n>", shown("training steps", "steps"), numberFlag)
    .option("--batch <n>", shown("images a step", "batch"), numberFlag)
    .option("--lr <x>", shown("highest learning rate", "lr"), numberFlag)
    .option("--ema <x>", shown("largest decay of the averaged weights", "ema"), numberFlag)
    .option("--seed <n>", shown("seed of everything random", "seed"), numberFlag);
  engineFlags(command)
    .optionsGroup("On the way:")
    .option(
      "--sample-every <n>",
      shown("steps between pictures in samples/, 0 = never", "sampleEvery"),
      numberFlag,
    )
    .option(
      "--checkpoint-every <n>",
      shown("steps between checkpoints, 0 = at the end", "checkpointEvery"),
      numberFlag,
    )
    .optionsGroup("Help:")
    .addHelpText("after", examples);
  return command.action(async (flags: TrainFlags) => {
    const { config, resume, force, ...settings } = flags;
    const { train } = await import("./run.ts");
    await train({ flags: settings, config, resume: resume ?? false, force: force ?? false }, io);
  });
}

function shown(text: string, key: keyof typeof trainDefaults): string {
  return `${text} (default: ${trainDefaults[key]})`;
}

function list(words: readonly string[]): string {
  return words.join(", ");
}
