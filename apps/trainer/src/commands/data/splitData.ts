import { readFile } from "node:fs/promises";
import path from "node:path";
import { FolderSplitError, type ImageFolder, scanImageFolder, splitFiles } from "@cellgen/data/node";
import { plural } from "@cellgen/data/text";
import { readPlace } from "../../input/readPlace.ts";
import { splitParts } from "../../input/splitParts.ts";
import { splitUsageError } from "../../input/splitUsageError.ts";
import type { SettingsOf } from "../../options/optionTable.ts";
import type { CommandContext } from "../../runner/commandDefinition.ts";
import { commandLine } from "../../terminal/commandLine.ts";
import { Interrupted } from "../../terminal/interrupted.ts";
import { print, warn } from "../../terminal/io.ts";
import { startProgress } from "../../terminal/progress.ts";
import { skippedLines } from "../../terminal/skippedLines.ts";
import { UsageError } from "../../terminal/usageError.ts";
import type { splitOptions } from "./options.ts";

/** Minimum number of images, or of sources, of which a quarter can be held out. */
const MIN_SOURCES = 3;

function tooFewToSplit(data: string, { files, classes }: ImageFolder): string {
  const needed = `${MIN_SOURCES} images, of different sources,`;
  if (classes.length === 0) {
    return `--data ${data} must have at least ${needed} to hold out a quarter, got ${plural(files.length, "image")}. Add images.`;
  }
  const counts = classes.map((_, label) => files.filter((file) => file.label === label).length);
  return `--data ${data} must have at least ${needed} in a class to hold out a quarter of it, got ${plural(files.length, "image")} in ${plural(classes.length, "class", "classes")} of at most ${Math.max(...counts)}. Add images.`;
}

/** `cellgen data split`: copy a folder's images into a training part and a held-out part. */
export async function run(context: CommandContext<SettingsOf<typeof splitOptions>>): Promise<void> {
  const { output, io, signal } = context;
  const { data, out, seed } = context.settings;
  const folder = await readPlace("--data", context, (options) =>
    scanImageFolder(data, { cacheBytes: 0, ...options }),
  );
  const { files, unreadable, path: root } = folder;
  if (folder.split) {
    const parts = [...folder.split.training, ...folder.split.heldOut].join(", ");
    throw new UsageError(
      `--data ${data} holds a split already: its subfolders are ${parts}. Train and evaluate on it as it is, or rename the subfolders.`,
    );
  }
  for (const line of skippedLines(unreadable)) warn(io, `note: ${line}`);
  const split = await splitFiles(root, files, seed).catch((error: unknown) => {
    if (!(error instanceof FolderSplitError)) throw error;
    throw splitUsageError(error, "Add images of other sources, or remove index.csv to split by file.");
  });
  const { training, heldOut, description: how } = split;
  if (training.length === 0 || heldOut.length === 0) {
    throw new UsageError(tooFewToSplit(data, folder));
  }
  const copies = [
    ...training.map((file) => ({ from: file.path, to: `${splitParts.training}/${file.name}` })),
    ...heldOut.map((file) => ({ from: file.path, to: `${splitParts.heldOut}/${file.name}` })),
  ];
  await output.begin(copies.map(({ to }) => to));
  const bar = startProgress(io, { noun: "image", total: copies.length });
  try {
    for (const [index, { from, to }] of copies.entries()) {
      if (signal.aborted) {
        throw new Interrupted(`Stopped; ${out} contains only part of the images. Start over with --force.`);
      }
      await output.write(to, await readFile(from));
      bar.update(index + 1);
    }
  } finally {
    bar.stop();
  }
  await output.finish({ data: path.resolve(data), seed, how });
  const [one, other] = [path.join(out, splitParts.training), path.join(out, splitParts.heldOut)];
  const model = "runs/split";
  for (const line of [
    `Copied ${plural(training.length, "image")} to ${one} and ${heldOut.length} to ${other}: ${how}.`,
    `Train:    ${commandLine("train", { data: one, out: model })}`,
    `Evaluate: ${commandLine("evaluate", { model, data: one, heldOut: other, out: "evaluation" })}`,
  ])
    print(io, line);
}
