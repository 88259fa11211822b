import path from "node:path";
import type { CropBox } from "@cellgen/data";
import { CropError, pixelTypeOf } from "@cellgen/data";
import {
  encodeImage,
  type FieldCrop,
  type FieldFile,
  fieldCrops,
  fitsPng,
  formatExtensions,
  listFields,
  openImage,
  outputNames,
  type UnreadableImage,
  UnreadableImageError,
} from "@cellgen/data/node";
import { count, plural } from "@cellgen/data/text";
import { readPlace } from "../../../input/readPlace.ts";
import type { CommandContext } from "../../../runner/commandDefinition.ts";
import { commandLine } from "../../../terminal/commandLine.ts";
import { Interrupted } from "../../../terminal/interrupted.ts";
import { print, warn } from "../../../terminal/io.ts";
import { startProgress } from "../../../terminal/progress.ts";
import { shownPath } from "../../../terminal/shownPath.ts";
import { skippedLines } from "../../../terminal/skippedLines.ts";
import { UsageError } from "../../../terminal/usageError.ts";
import type { CropSettings } from "./cropOptions.ts";
import { CropTally } from "./cropReport.ts";
import { cellFinder, cropOptionsOf, folderOfLabel, withPixelSize } from "./cropRequest.ts";

/** Number of crops that are written at the same time: most of the time is spent on waiting for the disk. */
const PARALLEL_WRITES = 16;

/** Columns of index.csv. `left` to `height` is the rectangle in the field. */
const HEADER = ["file", "label", "source_image", "left", "top", "width", "height", "instance"];

/** `cellgen data crop`: cut cells from fields and write them as a set of images. */
export async function run(context: CommandContext<CropSettings>): Promise<void> {
  const { settings, output, io, signal } = context;
  const options = cropOptionsOf(settings);
  const [fields, finder] = await readPlace("--input", context, async ({ signal }) => {
    const listed = await listFields(settings.input, signal);
    return [listed, await cellFinder(settings)] as const;
  });
  const { files } = fields;
  const names = outputNames(files).map((name) => name.replaceAll("/", "_"));
  const skipped: UnreadableImage[] = [...fields.unreadable, ...(finder.annotations?.unreadable ?? [])];
  const hasLabels = finder.annotations?.fields.some(({ boxes }) => boxes.some(({ label }) => label)) ?? false;
  const tally = new CropTally();
  const rows: string[] = [HEADER.join(",")];
  const writing: Promise<void>[] = [];
  let unmatched = 0;
  let stacks = 0;
  let isInterrupted = false;

  const write = async (file: FieldFile, stem: string, number: number, crop: FieldCrop): Promise<void> => {
    const { image, window } = crop;
    const box: CropBox | undefined = crop.box;
    const canBePng = fitsPng({ channels: image.channels, pixelType: pixelTypeOf(image.data) });
    const format = settings.format ?? (canBePng ? "png" : "tiff");
    if (format === "png" && !canBePng) throw unfitFormat(file);
    if (tally.crops === 0) await output.begin([]);
    const numbered = `${stem}_crop${String(number).padStart(5, "0")}${formatExtensions[format]}`;
    const name = `${folderOfLabel(box, hasLabels)}${numbered}`;
    const written = encodeImage(image, { format }).then((bytes) => output.write(name, bytes));
    written.catch(() => {}); // The error is reported where the writes are awaited.
    writing.push(written);
    if (writing.length >= PARALLEL_WRITES) await Promise.all(writing.splice(0));
    const { left, top, width, height } = window;
    rows.push(
      [name, box?.label ?? "", file.name, left, top, width, height, box?.instance ?? ""]
        .map(csvCell)
        .join(","),
    );
    tally.add(image, box ?? window, box?.label);
  };

  const cropOne = async (file: FieldFile, index: number): Promise<void> => {
    const found = await finder.methodOf(file, index);
    if ("missing" in found) {
      unmatched++;
      return;
    }
    const field = withPixelSize(await openImage(file.path), settings);
    if (field.images * field.depth * field.times > 1) stacks++;
    let number = 0;
    try {
      for (const { reason } of finder.annotations?.of(file.name)?.dropped ?? []) tally.drop(reason);
      for await (const crop of fieldCrops(field, found.method, options, ({ reason }) => tally.drop(reason))) {
        await write(file, names[index]!, ++number, crop);
        isInterrupted = signal.aborted;
        if (isInterrupted) break;
      }
    } finally {
      if (number > 0) tally.fields++;
      await Promise.all(writing.splice(0));
      await Promise.all([field.close(), found.close()]);
    }
  };

  const bar = startProgress(io, { noun: "field", total: files.length });
  try {
    for (const [index, file] of files.entries()) {
      isInterrupted ||= signal.aborted;
      if (isInterrupted) break;
      try {
        await cropOne(file, index);
      } catch (error) {
        const fault = faultOf(error, file);
        if (!fault || settings.strict) throw usageError(error, file);
        skipped.push(fault);
      }
      bar.update(index + 1, plural(tally.crops, "crop"));
    }
  } finally {
    bar.stop();
    if (tally.crops > 0) await output.write("index.csv", `${rows.join("\n")}\n`);
  }
  for (const line of skippedLines(skipped)) warn(io, `note: ${line}`);
  if (unmatched > 0) {
    const what = settings.masks === undefined ? "boxes" : "a mask";
    warn(io, `note: ${plural(unmatched, "field")} of ${count(files.length)} without ${what}, skipped.`);
  }
  if (stacks > 0) {
    warn(io, `note: ${plural(stacks, "field")} of several planes; only the first plane is used.`);
  }
  if (isInterrupted) {
    if (tally.crops === 0) throw new Interrupted("Stopped; nothing was written.");
    await output.stop(settings);
    throw new Interrupted(
      `Stopped; ${plural(tally.crops, "crop")} of ${plural(tally.fields, "field")} are in ${settings.out}, listed in its index.csv. Start over with --force.`,
    );
  }
  if (tally.crops === 0) throw noCrops(settings, tally, files.length, unmatched, skipped);
  const train = commandLine("train", {
    data: settings.out,
    out: "runs/crops",
    ...(settings.size === undefined ? {} : { size: settings.size }),
    ...(tally.labels.size > 1 ? { classConditional: true } : {}),
  });
  await output.write("report.html", await tally.report(settings, train));
  await output.finish({
    settings,
    crops: tally.crops,
    fields: tally.fields,
    labels: Object.fromEntries(tally.labels),
    dropped: Object.fromEntries(tally.dropped),
    skipped: skipped.map(({ path, reason }) => ({ path, reason })),
  });
  const labels = [...tally.labels].map(([label, cells]) => `${label} ${count(cells)}`);
  for (const line of [
    `Wrote ${plural(tally.crops, "crop")} of ${plural(tally.fields, "field")} to ${settings.out}.`,
    `size      ${tally.sizes()} (longer side in the field)`,
    ...(labels.length > 0 ? [`classes   ${labels.join(", ")}`] : []),
    ...tally.droppedLines().map((line) => `no crop   ${line}`),
    `Look: ${shownPath(path.join(output.path, "report.html"))}`,
    `Train: ${train}`,
  ]) {
    print(io, line);
  }
}

/** Return the fault of a field that is skipped; undefined for other errors. */
function faultOf(error: unknown, file: FieldFile): UnreadableImage | undefined {
  if (error instanceof UnreadableImageError) {
    return { path: error.path, reason: error.reason, remedy: error.remedy };
  }
  // Masks of another size or kind.
  if (!(error instanceof RangeError) || !/mask must/.test(error.message)) return undefined;
  const [reason = "", ...remedy] = error.message.replace(/^\w+: /, "").split(/(?<=\.) (?=[A-Z])/);
  return { path: file.path, reason: reason.replace(/\.$/, ""), remedy: remedy.join(" ") };
}

function unfitFormat(file: FieldFile): UsageError {
  return new UsageError(
    `--format png cannot hold the pixels of ${shownPath(file.path)}: only 1 or 3 channels of 8 or 16 bits. Use --format tiff.`,
  );
}

function usageError(error: unknown, file: FieldFile): unknown {
  if (error instanceof CropError) {
    return new UsageError(
      `--pixel-size requires the pixel size of the fields, which ${shownPath(file.path)} does not have. Give it with --field-pixel-size.`,
      { cause: error },
    );
  }
  return error;
}

function noCrops(
  settings: CropSettings,
  tally: CropTally,
  files: number,
  unmatched: number,
  skipped: readonly UnreadableImage[],
): UsageError {
  const dropped = tally.droppedLines();
  const reasons = [
    ...dropped,
    ...(unmatched > 0
      ? [
          `${plural(unmatched, "field")} without ${settings.masks === undefined ? "boxes" : "a mask"} of its name`,
        ]
      : []),
    ...(skipped.length > 0 ? [plural(skipped.length, "unreadable file")] : []),
  ];
  return new UsageError(
    `--input ${settings.input} gave no crops from ${plural(files, "field")}: ${reasons.join("; ") || "no cells were found"}. Nothing was written.`,
  );
}

function csvCell(value: string | number): string {
  const text = String(value);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
