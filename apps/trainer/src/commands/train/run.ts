import type { FlagsOf } from "../../options/optionTable.ts";
import type { CommandContext } from "../../runner/commandDefinition.ts";
import type { TrainSettings, trainOptions } from "./options.ts";
import { trainRun } from "./trainRun.ts";

/** `cellgen train`: trains on a folder of images and leaves a model, pictures and a report. */
export async function run({
  settings,
  flags: { resume },
  io,
  signal,
}: CommandContext<TrainSettings, FlagsOf<typeof trainOptions>>): Promise<void> {
  await trainRun(settings, { resume, signal }, io);
}
