import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { type FolderSplit, type ImageFile, scanImageFolder, splitFiles } from "@cellgen/data/node";
import { count, plural } from "@cellgen/data/text";
import { readPlace } from "../../input/readPlace.ts";
import { splitParts } from "../../input/splitParts.ts";
import { splitUsageError } from "../../input/splitUsageError.ts";
import type { SettingsOf } from "../../options/optionTable.ts";
import type { CommandContext } from "../../runner/commandDefinition.ts";
import { commandLine } from "../../terminal/commandLine.ts";
import { Interrupted } from "../../terminal/interrupted.ts";
import { print, warn } from "../../terminal/io.ts";
import { startProgress } from "../../terminal/progress.ts";
import { shownPath } from "../../terminal/shownPath.ts";
import { skippedLines } from "../../terminal/skippedLines.ts";
import { UsageError } from "../../terminal/usageError.ts";
import type { splitOptions } from "./options.ts";

/** `cellgen data split`: copy a folder's images into a training part and a held-out part. */
export async function run(context: CommandContext<SettingsOf<typeof splitOptions>>): Promise<void> {
  const { output, io, signal } = context;
  const { data, out, seed, group } = context.settings;
  const folder = await readPlace("--data", context, (options) =>
    scanImageFolder(data, { cacheBytes: 0, ...options }),
  );
  const { files, unreadable, path: root } = folder;
  if (folder.split) {
    throw new UsageError(`--data ${data} ${describeSplit(data, folder.split)}`);
  }
  for (const line of skippedLines(unreadable)) warn(io, `note: ${line}`);
  const split = await splitFiles(root, files, { seed, group, classes: folder.classes }).catch(
    (error: unknown) => {
      throw splitUsageError(error);
    },
  );
  const { training, heldOut, ungrouped, index, description: how } = split;
  if (ungrouped > 0) {
    warn(
      io,
      `note: ${plural(ungrouped, "image")} of ${count(files.length)} without a group; each is split separately.`,
    );
  }
  const heldOutFiles = new Set(heldOut.map((image) => image.path));
  const shared = training.find((image) => heldOutFiles.has(image.path));
  if (shared) {
    const { format } = shared;
    const remedy =
      format === "npz" || format === "npy"
        ? "Save the parts as train_images and test_images of one .npz file"
        : "Add a column split with train and test to its index";
    throw new UsageError(
      `${shownPath(shared.path)} holds images of both parts, so it cannot be copied. ${remedy}: cellgen train and cellgen evaluate use these parts.`,
    );
  }
  const copies = [
    ...(await copiesOf(training, splitParts.training)),
    ...(await copiesOf(heldOut, splitParts.heldOut)),
    // Labels and groups of both parts are in the index.
    ...(index === undefined
      ? []
      : Object.values(splitParts).map((part) => ({ from: index, to: `${part}/index.csv` }))),
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
  await output.finish({ data: path.resolve(data), seed, group, how });
  const [one, other] = [path.join(out, splitParts.training), path.join(out, splitParts.heldOut)];
  const model = "runs/split";
  const classConditional = folder.classes.length > 1 ? { classConditional: true } : {};
  for (const line of [
    `Copied ${plural(training.length, "image")} to ${one} and ${heldOut.length} to ${other}: ${how}.`,
    `Train:    ${commandLine("train", { data: one, out: model, ...classConditional })}`,
    `Evaluate: ${commandLine("evaluate", { model, data: one, heldOut: other, out: "evaluation" })}`,
  ])
    print(io, line);
}

/** Describe the split that a folder holds, and how to use it: completes the sentence "--data DIR …". */
function describeSplit(data: string, { by, training, heldOut }: FolderSplit): string {
  const parts = [
    ...(training.length > 0 ? [`for training: ${training.join(", ")}`] : []),
    ...(heldOut.length > 0 ? [`held out: ${heldOut.join(", ")}`] : []),
  ];
  const part = path.join(data, training[0] ?? heldOut[0]!);
  return (
    `holds a split already (${parts.join("; ")}), which cellgen train and cellgen evaluate use. Give it to them without splitting.` +
    (by === "subfolder" ? ` To divide a part, give its folder: --data ${part}.` : "")
  );
}

/** List the files of images, each once, with their places in a part. An OME-Zarr folder has many. */
async function copiesOf(
  images: readonly ImageFile[],
  part: string,
): Promise<{ readonly from: string; readonly to: string }[]> {
  const files = [...new Map(images.map((image) => [image.path, image])).values()];
  const copies = files.map(async (image) => {
    const { path: from, file, format } = image;
    if (format !== "ome-zarr") return [{ from, to: `${part}/${file}` }];
    const entries = await readdir(from, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => {
        const place = path.join(entry.parentPath, entry.name);
        return { from: place, to: [part, file, ...path.relative(from, place).split(path.sep)].join("/") };
      });
  });
  return (await Promise.all(copies)).flat();
}
