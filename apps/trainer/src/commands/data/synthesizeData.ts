import path from "node:path";
import { CELL_CLASSES } from "@cellgen/data";
import type { CommandContext } from "../../runner/commandDefinition.ts";
import { plural, shellWord } from "../../terminal/describe.ts";
import { invocation } from "../../terminal/invocation.ts";
import { print } from "../../terminal/io.ts";
import { startProgress } from "../../terminal/progress.ts";
import type { SynthSettings } from "./options.ts";
import { writeSyntheticCells } from "./syntheticCells.ts";

/** `cellgen data synth`: a folder of synthetic cells, sorted into classes, with their masks. */
export async function run({ settings, output, io }: CommandContext<SynthSettings>): Promise<void> {
  const { out, count, kind } = settings;
  await output.begin([]);
  const bar = startProgress(io, { noun: "image", total: count });
  try {
    await writeSyntheticCells({ ...settings, masks: true, onImage: (done) => bar.update(done) });
  } finally {
    bar.stop();
  }
  print(
    io,
    `Wrote ${plural(count, "image")} to ${out}, in ${CELL_CLASSES[kind].join(", ")}; their masks are in ${path.join(out, "masks")}.`,
  );
  print(
    io,
    `Train on them: ${invocation()} train --data ${shellWord(out)} --out runs/${kind} --class-conditional`,
  );
}
