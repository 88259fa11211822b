import type { SamplerOptions, SamplerProgress } from "@cellgen/samplers";

/** The state of a pipeline after a step. Its arrays are new in every step. */
export interface PipelineProgress extends SamplerProgress {
  /** From 1. Images that are inverted before frames are generated have separate batches. */
  readonly batch: number;
  readonly batches: number;
  /** The number of the image at each place of `xt`. Those that were not asked for fill the batch. */
  readonly indices: readonly number[];
  /** The network's calls so far in all batches, 1…totalCalls: with guidance a step takes two. */
  readonly calls: number;
  readonly totalCalls: number;
}

/** How a pipeline's work is followed and ended. */
export interface WatchOptions {
  /** Called after each step of each batch; the pipeline waits for the promise. What it throws ends it. */
  onProgress?(progress: PipelineProgress): void | Promise<void>;
  /** Ends the work with `signal.reason`, after the network's call in progress. */
  readonly signal?: AbortSignal;
}

/** What a sampler is to be watched with, while it works on one batch. */
export type Watch = (
  place: Pick<PipelineProgress, "batch" | "batches" | "indices">,
  callsOfStep: number,
) => Pick<SamplerOptions, "onProgress" | "signal">;

/** Follows the samplers of a pipeline's batches, and counts the network's calls over all of them. */
export function watchSamplers({ onProgress, signal }: WatchOptions, totalCalls: number): Watch {
  let calls = 0;
  return (place, callsOfStep) => ({
    ...(signal ? { signal } : {}),
    onProgress: (step) => {
      calls += callsOfStep;
      return onProgress?.({ ...step, ...place, calls, totalCalls });
    },
  });
}
