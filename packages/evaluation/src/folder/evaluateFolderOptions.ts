import type { SampleSelection } from "@cellgen/data";
import type { Engine, EngineChoice } from "@cellgen/engine";
import type { SamplingChoice } from "@cellgen/pipelines";
import type { LoadedModel } from "@cellgen/pipelines/node";
import type { EvaluatedCounts } from "../evaluation.ts";
import type { EvaluationProgress } from "../evaluationProgress.ts";
import type { EvaluationWarning } from "./evaluationWarning.ts";

/** Loaded model, with its folder. */
export interface EvaluatedModel extends LoadedModel {
  readonly folder: string;
}

/** Progress of `evaluateFolder`. */
export interface EvaluateFolderProgress {
  /** Stage: scanning and reading folders, generating images, training the feature network, then the stages of `evaluateImages`. */
  readonly stage: "scan" | "read" | "generate" | "train" | EvaluationProgress["stage"];
  /**
   * Completed units: files of a folder ("scan", "read"), sampling steps of all batches ("generate"), training steps ("train"), or the share of
   * the comparison, with a total of 1 (all others).
   */
  readonly done: number;
  readonly total: number;
  /** Loss, in stage "train". */
  readonly loss?: number;
}

/** Information available once all images are read or generated and the features are ready. */
export interface ComparisonStart {
  readonly n: EvaluatedCounts;
  /** Path of the stored feature network, if one is used. */
  readonly networkFile?: string;
  /** Whether the network was newly trained, instead of read from its file. */
  readonly isNewNetwork: boolean;
}

/** Options of `evaluateFolder`. */
export interface EvaluateFolderOptions extends SamplingChoice {
  /** Folder of the real images on which the model was trained; its subfolders are classes. */
  readonly data: string;
  /** Loaded model, or folder of the model, whose images are evaluated. Either `model` or `images` is required. */
  readonly model?: string | EvaluatedModel | undefined;
  /** Folder of generated images, from `cellgen sample` or any other source; its subfolders are classes. */
  readonly images?: string | undefined;
  /**
   * Folder of held-out real images. @default the images of `data` that the model was not trained on, by the list in its folder; else about a
   * quarter of `data`, selected by the seed
   */
  readonly heldOut?: string | undefined;
  /**
   * Column of index.csv in `data`, or pattern of file names, with the groups of images that stay together in the split, see `fileGroups` of
   * @cellgen/data/node. @default the first of group, slide, patient, field and source_image in index.csv
   */
  readonly group?: string | undefined;
  /** CSV file with the labels, boxes and planes of the images of `data`, see `readCsvIndex` of @cellgen/data/node. @default its index.csv */
  readonly index?: string | undefined;
  /** Channels and planes of the files of real images. @default those that the model was trained on */
  readonly selection?: SampleSelection | undefined;
  /** Number of generated images, at least 8. @default 500 with `model`; with `images` all, up to 10,000 */
  readonly count?: number | undefined;
  /**
   * Features for comparing image sets: "learnt" (by a small network trained on `data`), "cells" (measured shapes, colors and textures), or
   * the path of an ONNX file, see `onnxFeatures`.
   * @default "learnt"
   */
  readonly features?: string;
  /**
   * Folder for the trained feature network if `data` is not writable. By default, it is stored in `.cellgen` in `data` and reused for the
   * same images.
   * @default not stored
   */
  readonly keepIn?: string;
  /** Random seed, an integer in 0…2^53-1. @default 0 */
  readonly seed?: number;
  /** Weights to load if `model` is a folder. @default "ema" if available */
  readonly weights?: "ema" | "raw";
  /** Batch size for generating images. @default 16 */
  readonly batchSize?: number | undefined;
  /** Index or name of the only channel in which cells are segmented and measured. @default the nuclear stain or the first of channels with names; without names, all of 1 or 3 channels, otherwise the first */
  readonly segmentChannel?: number | string | undefined;
  /** Color of each channel in pictures, see `displayImage` of @cellgen/data. @default those of the model's card, or by the names of the channels */
  readonly displayColors?: readonly string[] | undefined;
  /** Epochs of each trained network. @default 500 steps for features, 400 for `usefulness` */
  readonly epochs?: number | undefined;
  /**
   * Engine or engine name. A started engine, or one started by a function (called once, after all folders were checked), is not disposed.
   * @default "auto"
   */
  readonly engine?: EngineChoice | Engine | (() => Promise<Engine>);
  readonly onProgress?: (progress: EvaluateFolderProgress) => void;
  /** Called with each warning as soon as it is known. The result contains them too. */
  readonly onWarning?: (warning: EvaluationWarning) => void;
  /** Called before the images are compared. */
  readonly onComparison?: (start: ComparisonStart) => void;
  /** Aborts the evaluation with `signal.reason`. */
  readonly signal?: AbortSignal;
}
