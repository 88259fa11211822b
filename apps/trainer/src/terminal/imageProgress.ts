import type { PipelineProgress } from "@cellgen/pipelines";
import { plural } from "./describe.ts";
import type { Io } from "./io.ts";
import { type Progress, startProgress } from "./progress.ts";

export interface ImageProgress {
  /** Told of each step of a pipeline that works on image `index`. */
  step(index: number, progress: Pick<PipelineProgress, "calls" | "totalCalls">): void;
  stop(): void;
}

/** One bar for a pipeline that works on images one after the other, with as many calls of the network for each. */
export function imageProgress(io: Io, images: number): ImageProgress {
  let bar: Progress | undefined;
  return {
    step(index, { calls, totalCalls }) {
      bar ??= startProgress(io, { noun: "call", total: images * totalCalls });
      bar.update(index * totalCalls + calls, images > 1 ? `${index} of ${plural(images, "image")}` : "");
    },
    stop: () => bar?.stop(),
  };
}
