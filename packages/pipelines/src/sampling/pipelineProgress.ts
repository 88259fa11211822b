import type { SamplerOptions, SamplerProgress } from "@cellgen/samplers";

/** State of a pipeline after a sampling step. Its arrays are new in every step. */
export interface PipelineProgress extends SamplerProgress {
  /** Number of the batch, from 1. Images that are inverted before frames are generated are in separate batches. */
  readonly batch: number;
  readonly batches: number;
  /** Index of the image at each place of `xt`. Indices outside the requested range fill the batch. */
  readonly indices: readonly number[];
  /** Network calls so far over all batches, 1…totalCalls. With guidance each step takes two. */
  readonly calls: number;
  readonly totalCalls: number;
}

/** Options to monitor and stop a pipeline. */
export interface WatchOptions {
  /** Called after each sampling step of each batch and awaited. An exception thrown by it stops the pipeline. */
  onProgress?(progress: PipelineProgress): void | Promise<void>;
  /** Stops the pipeline with `signal.reason`, after the current network call. */
  readonly signal?: AbortSignal;
}

/** Returns the options that monitor a sampler during one batch. */
export type Watch = (
  place: Pick<PipelineProgress, "batch" | "batches" | "indices">,
  callsOfStep: number,
) => Pick<SamplerOptions, "onProgress" | "signal">;

/** Monitor the samplers of a pipeline's batches, and count network calls over all of them. */
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
