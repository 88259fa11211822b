import { describeRunIssue, type PreparedRun, runFolder, type TrainedRun } from "@cellgen/training/node";
import { writeRunReport } from "@cellgen/training/report";
import { flagName } from "../../options/optionTable.ts";
import { resumeCommand } from "../../terminal/commandLine.ts";
import { Interrupted } from "../../terminal/interrupted.ts";
import { type Io, print, warn } from "../../terminal/io.ts";
import { shownPath } from "../../terminal/shownPath.ts";
import { nextCommands, repeatRun } from "./nextCommands.ts";

/** Write the figures and the report of a trained run, and print their paths. */
export async function finishRun(
  run: PreparedRun,
  trained: TrainedRun,
  io: Io,
  signal: AbortSignal,
): Promise<void> {
  const folder = runFolder(run.settings.out);
  const next = nextCommands(run.settings, trained.model.card.classes);
  for (const warning of trained.warnings.slice(run.warnings.length))
    warn(io, `note: ${describeRunIssue(warning, flagName)}`);
  print(io, "Trained. Generating images for the report…");
  const commands = [repeatRun(run.settings), ...next];
  await writeRunReport(run, trained, { signal, nameOf: flagName, commands }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
    throw new Interrupted(
      `The model is written, but the report is not. Write it with: ${resumeCommand(folder.path)}`,
    );
  });
  const { path: model, samples, denoising, lossPng: loss, metrics, report } = folder;
  print(io);
  for (const [name, file] of Object.entries({ model, samples, denoising, loss, metrics, report }))
    print(io, `${name.padEnd(12)}${shownPath(file)}`);
  print(io);
  print(io, "Next steps:");
  for (const { purpose, command } of next) print(io, `  ${command}\n      ${purpose}`);
}
