import type { ScanProgress } from "@cellgen/data/node";
import type { Io } from "./io.ts";
import { type Progress, startProgress } from "./progress.ts";

/** Shows how many images of a folder were read while the work goes on; nothing before the first. */
export async function scanProgress<Result>(
  io: Io,
  work: (onProgress: (progress: ScanProgress) => void) => Promise<Result>,
): Promise<Result> {
  let progress: Progress | undefined;
  try {
    return await work(({ done, total }) => {
      progress ??= startProgress(io, { noun: "image", total });
      progress.update(done);
    });
  } finally {
    progress?.stop();
  }
}
