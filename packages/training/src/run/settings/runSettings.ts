import type { LossWeighting, PredictionType } from "@cellgen/diffusion";
import type { EngineChoice } from "@cellgen/engine";
import type { UnetPresetName } from "@cellgen/unet/presets";
import type { RecipeName } from "../../diffusion/recipeNames.ts";
import type { ImageSizeSetting } from "./imageSizeSetting.ts";

/** All settings of a training run: the contents of its `train.json`. */
export interface RunSettings {
  /** Absolute path of the folder of images. */
  readonly data: string;
  /** Absolute path of the folder of the run. */
  readonly out: string;
  /**
   * Recipe whose values are the defaults of the settings that depend on the size of the images, see `trainingRecipes`; "auto" chooses it by
   * `size`, or "denoising" with `stabilise`. @default "auto"
   */
  readonly recipe: RecipeName | "auto";
  /** Network size. @default by recipe */
  readonly preset: UnetPresetName;
  /** Size of the training images in pixels: the side of a square, or "48x80", width x height; 8…1024. @default 32 */
  readonly size: ImageSizeSetting;
  /** Shorter side of random crops of larger images, in pixels; 0 uses whole images. @default 0 */
  readonly crop: number;
  /** Number of channels, 1…8: 1 = gray, 3 = RGB, "auto" = as in the images. @default "auto" */
  readonly channels: "auto" | number;
  /** CSV file with labels, boxes, split and planes of the images, see `readCsvIndex` of @cellgen/data/node. @default index.csv in `data` */
  readonly index?: string | undefined;
  /** Channels of the files, by index (from 0) or name, separated by commas, such as "0,2"; or "all". @default "all" */
  readonly selectChannels: string;
  /**
   * Focal planes of stacks: "max" (maximum projection), "mean" (mean projection), "all" (each is an image) or the index of one. @default "max"
   */
  readonly z: string;
  /** Time points: "all" (each is an image) or the index of one. @default "all" */
  readonly time: string;
  /** Train a class-conditional model; the subfolders are the classes. @default false */
  readonly classConditional: boolean;
  /**
   * Draw the classes equally often instead of the images; "auto" does if the model is class-conditional and the largest class has more than 3
   * times the images of the smallest. @default "auto"
   */
  readonly balance: "auto" | boolean;
  /**
   * Pixel values that map to -1 and 1: "set" (the 0.1 and 99.9 percentiles of each channel; 0 and 255 for 8-bit color), "LOW,HIGH" (pixel
   * values), "LOW%,HIGH%" (percentiles), or "group" or "image" (the percentiles of each group or image; absolute intensity is lost). Groups are those of
   * index.csv (columns group, slide, patient, field or source_image), or folders. @default "set"
   */
  readonly range: string;
  /**
   * Colors of the channels in pictures, such as "blue,green,#ff8000"; "auto" = gray, red, green and blue, or by the names of the channels.
   * @default "auto"
   */
  readonly display: string;
  /**
   * Photon noise `gain=G,offset=O,read=R` to stabilize by the generalized Anscombe transform, for models that denoise camera images; or
   * "none". @default "none"
   */
  readonly stabilise: string;
  /** Number of training steps, 1…2^32-1. @default by recipe */
  readonly steps: number;
  /** Batch size, 1…4096. @default by recipe */
  readonly batch: number;
  /** Peak learning rate, above 0 and at most 1. @default by recipe */
  readonly lr: number;
  /** Quantity that the network predicts. @default by recipe */
  readonly prediction: PredictionType;
  /** Weight of each timestep in the loss, see `lossWeights` of @cellgen/diffusion. @default by recipe */
  readonly weighting: LossWeighting;
  /** Side of the squares of pixels that are folded into channels, 1…16; larger images train faster. @default by recipe */
  readonly patchSize: number;
  /** Shift of the noise schedule, see `shiftedSchedule` of @cellgen/schedules; below 1 = more noise. Above 0, at most 16. @default by recipe */
  readonly noiseShift: number;
  /** Share of the steps, from the first, that use images of half the size; 0…0.99. @default by recipe */
  readonly halfSize: number;
  /** Noise schedule; "cosine" is short for "squaredcos_cap_v2". @default "cosine" */
  readonly schedule: ScheduleSetting;
  /** Maximum decay of the exponential moving average of the weights, 0…0.999999. @default 0.9999 */
  readonly ema: number;
  /**
   * Random changes of the training images, as text: "none"; or a list of "flip", "c4" (quarter turns) or "d4" (flips and quarter turns), "shift", "rotate", "scale",
   * "intensity" and "p", such as "d4,shift=0.1,p=0.5", see `parseAugmentation` of @cellgen/data. Use "none" if direction or handedness has a
   * meaning. @default "d4"
   */
  readonly augment: string;
  /** Fail on an unreadable image instead of skipping it. @default false */
  readonly strict: boolean;
  /** Random seed, 0…2^53-1. @default 0 */
  readonly seed: number;
  /** Compute engine. @default "auto" */
  readonly engine: EngineChoice;
  /** Number of CPU threads, 1…1024. @default number of physical cores */
  readonly threads?: number | undefined;
  /** Disable thread spinning (use when other programs share the CPU). @default false */
  readonly shareCores: boolean;
  /** Use the blocked channel layout where the processor supports it; false uses standard ONNX operators only. @default true */
  readonly blocks: boolean;
  /** Steps between calls of `onSamples`; 0 disables them. @default 2000 */
  readonly sampleEvery: number;
  /** Steps between checkpoints; 0 writes only one at the end. @default 1000 */
  readonly checkpointEvery: number;
}

/** Checked settings with the chosen recipe. */
export interface CompleteRunSettings extends RunSettings {
  /** The chosen recipe. */
  readonly recipe: RecipeName;
}

/** Settings of a prepared run. */
export interface ResolvedRunSettings extends CompleteRunSettings {
  /** Whether the classes are drawn equally often. */
  readonly balance: boolean;
}

export const scheduleSettings = [
  "cosine",
  "squaredcos_cap_v2",
  "linear",
  "scaled_linear",
  "sigmoid",
] as const;

type ScheduleSetting = (typeof scheduleSettings)[number];
