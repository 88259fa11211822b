import { evaluateCommand } from "../../../src/commands/evaluate/command.ts";
import { run } from "../../../src/commands/evaluate/run.ts";
import { runCommand } from "../../../src/runner/runCommand.ts";
import type { Io } from "../../../src/terminal/io.ts";

/** `cellgen evaluate`, whose networks see each image only a few times. */
export async function evaluateBriefly(
  epochs: number,
  given: Readonly<Record<string, unknown>>,
  io: Io,
): Promise<void> {
  await runCommand(evaluateCommand, given, io, async () => ({ run: (context) => run(context, { epochs }) }));
}
