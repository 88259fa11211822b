import type { ScanProgress } from "@cellgen/data/node";
import type { Io } from "./io.ts";
import { stageProgress } from "./stageProgress.ts";

/** Shows the number of images read from a folder, from the first on. */
export async function scanProgress<Result>(
  io: Io,
  work: (onProgress: (progress: ScanProgress) => void) => Promise<Result>,
): Promise<Result> {
  const bar = stageProgress(io);
  return await work(({ done, total }) => bar.update({ noun: "image", done, total })).finally(bar.stop);
}
