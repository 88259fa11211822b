import type { ScanProgress } from "@cellgen/data/node";
import type { Io } from "./io.ts";
import { type Progress, startProgress } from "./progress.ts";

/** What is counted in a stage, such as "step", and what stands behind the count. */
interface Stage {
  readonly noun: string;
  readonly done: number;
  readonly total: number;
  readonly details?: string | undefined;
}

export interface StageProgress {
  /** Another noun or total, or a smaller count than before, begins another bar. */
  update(stage: Stage): void;
  /** Ends the bar of a stage; the next update begins another. */
  stop(): void;
}

/** One bar after the other, for work of several stages. */
export function stageProgress(io: Io): StageProgress {
  let bar: Progress | undefined;
  let last: Stage | undefined;
  const stop = (): void => {
    bar?.stop();
    bar = undefined;
  };
  return {
    update(stage) {
      const isNext =
        last && (stage.noun !== last.noun || stage.total !== last.total || stage.done < last.done);
      if (isNext) stop();
      bar ??= startProgress(io, { noun: stage.noun, total: stage.total });
      bar.update(stage.done, stage.details);
      last = stage;
    },
    stop,
  };
}

/** Shows the number of images read from a folder, from the first on. */
export async function scanProgress<Result>(
  io: Io,
  work: (onProgress: (progress: ScanProgress) => void) => Promise<Result>,
): Promise<Result> {
  const bar = stageProgress(io);
  return await work(({ done, total }) => bar.update({ noun: "image", done, total })).finally(bar.stop);
}
