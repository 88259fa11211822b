import type { PredictionType } from "@cellgen/diffusion";
import type { EngineChoice } from "@cellgen/engine";
import type { UnetPresetName } from "@cellgen/unet/presets";

/** Everything that a training run is a function of, and how it is computed: the contents of its `train.json`. */
export interface RunSettings {
  /** Folder of images, absolute. */
  readonly data: string;
  /** Folder of the run, absolute. */
  readonly out: string;
  /** Network. @default "small" */
  readonly preset: UnetPresetName;
  /** Side of the images that are learned, in pixels: 8…1024, a multiple of 4. @default 32 */
  readonly size: number;
  /** Side of the random squares cut from larger images, in pixels; 0 takes each image whole. @default 0 */
  readonly crop: number;
  /** 1 is grey, 3 is RGB, "auto" is what the images are. @default "auto" */
  readonly channels: "auto" | 1 | 3;
  /** Learn the classes, which are the subfolders. @default false */
  readonly classConditional: boolean;
  /**
   * Photon noise `gain=G,offset=O,read=R` whose variance is stabilised by the generalised Anscombe transform, for models that denoise
   * images of a camera; or "none". @default "none"
   */
  readonly stabilise: string;
  /** Training steps, 1…2^32-1. @default 10000 */
  readonly steps: number;
  /** Batch size, 1…4096. @default 4 */
  readonly batch: number;
  /** Peak learning rate, above 0 and at most 1. @default 1e-3 */
  readonly lr: number;
  /** What the network predicts. @default "v_prediction" */
  readonly prediction: PredictionType;
  /** Noise schedule; "cosine" is short for "squaredcos_cap_v2". @default "cosine" */
  readonly schedule: ScheduleSetting;
  /** Largest decay of the exponential moving average of the weights, 0…0.999999. @default 0.9999 */
  readonly ema: number;
  /** Random flips, or flips and quarter turns ("d4"). @default "none" */
  readonly augment: "none" | "flip" | "d4";
  /** Fail at an unreadable image instead of skipping it. @default false */
  readonly strict: boolean;
  /** Random seed, 0…2^53-1. @default 0 */
  readonly seed: number;
  /** Compute engine. @default "auto" */
  readonly engine: EngineChoice;
  /** CPU threads, 1…1024. @default one for each physical core */
  readonly threads?: number | undefined;
  /** Disable thread spinning (use when other programs share the CPU). @default false */
  readonly shareCores: boolean;
  /** Keep images in blocks of channels where the processor has operators for them; false uses standard ONNX operators only. @default true */
  readonly blocks: boolean;
  /** Steps between calls of `onSamples`; 0 is never. @default 2000 */
  readonly sampleEvery: number;
  /** Steps between checkpoints; 0 writes one at the end only. @default 1000 */
  readonly checkpointEvery: number;
}

export const scheduleSettings = [
  "cosine",
  "squaredcos_cap_v2",
  "linear",
  "scaled_linear",
  "sigmoid",
] as const;

type ScheduleSetting = (typeof scheduleSettings)[number];
