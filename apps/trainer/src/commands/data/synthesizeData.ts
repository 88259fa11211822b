import path from "node:path";
import { CELL_CLASSES } from "@cellgen/data";
import { writeSyntheticCells } from "@cellgen/data/node";
import { plural } from "@cellgen/data/text";
import type { CommandContext } from "../../runner/commandDefinition.ts";
import { commandLine } from "../../terminal/commandLine.ts";
import { print } from "../../terminal/io.ts";
import { startProgress } from "../../terminal/progress.ts";
import type { SynthSettings } from "./options.ts";

/** `cellgen data synth`: write synthetic cells in one folder per class, with their masks. */
export async function run({
  settings: { out, ...cells },
  output,
  io,
}: CommandContext<SynthSettings>): Promise<void> {
  const { count, kind } = cells;
  await output.begin([]);
  const bar = startProgress(io, { noun: "image", total: count });
  await writeSyntheticCells(out, { ...cells, onProgress: (done) => bar.update(done) }).finally(bar.stop);
  print(
    io,
    `Wrote ${plural(count, "image")} to ${out}, in ${CELL_CLASSES[kind].join(", ")}; their masks are in ${path.join(out, "masks")}.`,
  );
  // The classes of spirals differ in handedness.
  const augment = kind === "spp" ? { augment: "none" } : {};
  const train = { data: out, out: `runs/${kind}`, classConditional: true, ...augment };
  print(io, `Train: ${commandLine("train", train)}`);
}
