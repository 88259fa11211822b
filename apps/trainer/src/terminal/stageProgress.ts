import type { ScanProgress } from "@cellgen/data/node";
import type { Io } from "./io.ts";
import { type Progress, startProgress } from "./progress.ts";

/** Progress of a stage: unit, count, total and the text after the count. */
interface Stage {
  readonly noun: string;
  readonly done: number;
  readonly total: number;
  readonly details?: string | undefined;
}

export interface StageProgress {
  /** Update the bar. Another noun or total, or a lower count than before, starts another bar. */
  update(stage: Stage): void;
  /** End the bar of a stage; the next update starts another. */
  stop(): void;
}

/** Show the progress of work of several stages, one bar after the other. */
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

/** Show the number of images read from a folder. */
export async function scanProgress<Result>(
  io: Io,
  work: (onProgress: (progress: ScanProgress) => void) => Promise<Result>,
): Promise<Result> {
  const bar = stageProgress(io);
  return await work(({ done, total }) => bar.update({ noun: "image", done, total })).finally(bar.stop);
}
