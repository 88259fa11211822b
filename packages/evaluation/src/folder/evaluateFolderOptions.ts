import type { Engine, EngineChoice } from "@cellgen/engine";
import type { SamplingChoice } from "@cellgen/pipelines";
import type { LoadedModel } from "@cellgen/pipelines/node";
import type { EvaluatedCounts } from "../evaluation.ts";
import type { EvaluationProgress } from "../evaluationProgress.ts";
import type { EvaluationWarning } from "./evaluationWarning.ts";

/** A loaded model, with its folder. */
export interface EvaluatedModel extends LoadedModel {
  readonly folder: string;
}

/** How far `evaluateFolder` is. */
export interface EvaluateFolderProgress {
  /** Scanning and reading folders, generating images, training the feature network; then the stages of `evaluateImages`. */
  readonly stage: "scan" | "read" | "generate" | "train" | EvaluationProgress["stage"];
  /**
   * Files of a folder ("scan", "read"), sampling steps of all batches ("generate"), training steps ("train"); a share of 1 of the
   * comparison (all others).
   */
  readonly done: number;
  readonly total: number;
  /** Of "train". */
  readonly loss?: number;
}

/** Known when all images are read or generated, and features are there. */
export interface ComparisonStart {
  readonly n: EvaluatedCounts;
  /** Where the trained feature network is kept, if one is used. */
  readonly networkFile?: string;
  /** Whether it was trained now, not read from its file. */
  readonly isNewNetwork: boolean;
}

export interface EvaluateFolderOptions extends SamplingChoice {
  /** Folder of the real images that the model was trained on; its subfolders are classes. */
  readonly data: string;
  /** Folder of the trained model whose images are evaluated, or the loaded model. `model` or `images` is required. */
  readonly model?: string | EvaluatedModel | undefined;
  /** Folder of generated images: of `cellgen sample`, or any other, whose subfolders are classes. */
  readonly images?: string | undefined;
  /** Folder of real images that the model was not trained on. @default a quarter of `data` is held out, by the seed */
  readonly heldOut?: string | undefined;
  /** Generated images, from 8. @default 500 of a model; all of `images`, at most 10,000 */
  readonly count?: number | undefined;
  /**
   * Features that sets of images are compared in: "learnt" by a small network that is trained on `data` first, "cells" for measured
   * shapes, colours and textures, or an ONNX file as for `onnxFeatures`.
   * @default "learnt"
   */
  readonly features?: string;
  /**
   * Folder for the trained feature network where `data` cannot be written to; it is kept in `.cellgen` there, and used again for the same
   * images.
   * @default it is not kept then
   */
  readonly keepIn?: string;
  /** An integer, 0…2^53-1. @default 0 */
  readonly seed?: number;
  /** Weights of `model` if it is a folder. @default "ema" where there are such */
  readonly weights?: "ema" | "raw";
  /** Images that are generated together. @default 16 */
  readonly batchSize?: number | undefined;
  /** Epochs of each network that is trained. @default 500 steps for features, 400 for `usefulness` */
  readonly epochs?: number | undefined;
  /**
   * The engine, or its name. A started engine, or one that a function starts (called once, when all folders were checked), stays the
   * caller's.
   * @default "auto"
   */
  readonly engine?: EngineChoice | Engine | (() => Promise<Engine>);
  readonly onProgress?: (progress: EvaluateFolderProgress) => void;
  /** Called with each warning as soon as it is known; the result has them too. */
  readonly onWarning?: (warning: EvaluationWarning) => void;
  /** Called before the images are compared. */
  readonly onComparison?: (start: ComparisonStart) => void;
  /** Ends the evaluation with `signal.reason`. */
  readonly signal?: AbortSignal;
}
