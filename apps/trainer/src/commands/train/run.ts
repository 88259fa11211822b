import { checkWritable } from "../../output/checkWritable.ts";
import { refuseExistingRun, runFolder } from "../../output/runFolder.ts";
import { listenForInterrupts } from "../../terminal/interrupts.ts";
import type { Io } from "../../terminal/io.ts";
import { UsageError } from "../../terminal/usageError.ts";
import { resolveTrainSettings, type TrainRequest } from "./resolveTrainSettings.ts";
import { trainRun } from "./trainRun.ts";

export interface TrainCommand extends TrainRequest {
  readonly force: boolean;
}

/** `cellgen train`: trains on a folder of images and leaves a model, pictures and a report. */
export async function train({ force, ...request }: TrainCommand, io: Io): Promise<void> {
  if (force && request.resume) {
    throw new UsageError("--resume goes on with a run and --force removes it. Give one of them.");
  }
  const settings = await resolveTrainSettings(request);
  if (!request.resume && !force) {
    await refuseExistingRun(runFolder(settings.out), "Go on with it by --resume, remove it by --force");
  }
  await checkWritable("--out", settings.out);
  const interrupts = listenForInterrupts(io, "Stopping after this step…");
  try {
    await trainRun(settings, { resume: request.resume, signal: interrupts.signal }, io);
  } finally {
    interrupts.stop();
  }
}
