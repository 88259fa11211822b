import { mkdir } from "node:fs/promises";
import path from "node:path";
import { CELL_CLASSES, type CellKind, synthesizeCell } from "@cellgen/data";
import { writePng } from "@cellgen/data/node";
import { z } from "zod";
import { flagSource, resolveSettings } from "../../options/resolveSettings.ts";
import { folderName, oneOf, wholeNumber } from "../../options/rules.ts";
import { checkWritable } from "../../output/checkWritable.ts";
import {
  isOwnFile,
  listOwnFiles,
  type OwnFiles,
  refuseOtherFiles,
  removeOwnFiles,
} from "../../output/ownFiles.ts";
import { plural, shellWord } from "../../terminal/describe.ts";
import { invocation } from "../../terminal/invocation.ts";
import { type Io, print } from "../../terminal/io.ts";
import { startProgress } from "../../terminal/progress.ts";
import { UsageError } from "../../terminal/usageError.ts";

const schema = z.strictObject({
  kind: oneOf(["fluorescence", "smear", "spp"]),
  count: wholeNumber(1, 1_000_000),
  size: wholeNumber(16, 2048),
  out: folderName(),
  seed: wholeNumber(0),
});

/** `cellgen data synth`: a folder of synthetic cells, sorted into classes, with their masks. */
export async function synthesizeData(
  { flags, force }: { readonly flags: Readonly<Record<string, unknown>>; readonly force: boolean },
  io: Io,
): Promise<void> {
  const defaults = { values: { count: 300, size: 64, seed: 0 }, nameOf: (key: string) => key };
  const settings = resolveSettings(schema, [flagSource(flags), defaults], {
    kind: "Choose fluorescence, smear or spp.",
    out: "Give the folder to write the images to.",
  });
  const { out, count } = settings;
  await checkWritable("--out", out);
  await refuseOtherFiles(out, (name) => isOwnFile(syntheticFiles, name), "synthetic cells");
  if (!force && (await listOwnFiles(out, syntheticFiles)).length > 0) {
    throw new UsageError(
      `--out ${out} holds synthetic cells already. Choose another, or replace them with --force.`,
    );
  }
  await removeOwnFiles(out, syntheticFiles);
  const bar = startProgress(io, { noun: "image", total: count });
  try {
    await writeSyntheticCells({ ...settings, masks: true, onImage: (done) => bar.update(done) });
  } finally {
    bar.stop();
  }
  print(
    io,
    `Wrote ${plural(count, "image")} to ${out}, in ${CELL_CLASSES[settings.kind].join(", ")}; their masks are in ${path.join(out, "masks")}.`,
  );
  print(
    io,
    `Train on them: ${invocation()} train --data ${shellWord(out)} --out runs/${settings.kind} --class-conditional`,
  );
}

export interface SyntheticCells {
  readonly kind: CellKind;
  readonly count: number;
  readonly size: number;
  readonly out: string;
  readonly seed: number;
  /** Also write the instance masks. */
  readonly masks: boolean;
  readonly onImage?: (done: number) => void;
}

/** Writes `out/CLASS/cell-00000.png`, the classes in turn, and `out/masks/CLASS/cell-00000.png`. */
export async function writeSyntheticCells(cells: SyntheticCells): Promise<void> {
  const { kind, count, size, out, seed, masks, onImage } = cells;
  const classes = CELL_CLASSES[kind];
  for (const name of classes) {
    await mkdir(path.join(out, name), { recursive: true });
    if (masks) await mkdir(path.join(out, "masks", name), { recursive: true });
  }
  for (let index = 0; index < count; index++) {
    const { image, mask, label } = synthesizeCell(kind, { size, seed, index });
    const name = path.join(classes[label]!, `cell-${String(index).padStart(5, "0")}.png`);
    await writePng(path.join(out, name), image);
    if (masks)
      await writePng(path.join(out, "masks", name), { width: size, height: size, channels: 1, data: mask });
    onImage?.(index + 1);
  }
}

/** What `writeSyntheticCells` writes, of any kind. */
export const syntheticFiles: OwnFiles = {
  folders: ["", "masks/"].flatMap((above) => [
    ...Object.values(CELL_CLASSES).flatMap((names) => names.map((name) => `${above}${name}`)),
    ...(above ? ["masks"] : []),
  ]),
  pattern: /\/cell-\d{5,}\.png$/,
};
