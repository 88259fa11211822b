import path from "node:path";
import { CropError } from "@cellgen/data";
import {
  type FieldFile,
  fieldCrops,
  fieldPlanes,
  listFields,
  openImage,
  outputNames,
  type UnreadableImage,
  UnreadableImageError,
} from "@cellgen/data/node";
import { count, plural } from "@cellgen/data/text";
import { readPlace } from "../../../input/readPlace.ts";
import { selectionOf } from "../../../input/selectionOf.ts";
import { checkColors, colorsOf } from "../../../options/displayOption.ts";
import type { CommandContext } from "../../../runner/commandDefinition.ts";
import { commandLine } from "../../../terminal/commandLine.ts";
import { Interrupted } from "../../../terminal/interrupted.ts";
import { print, warn } from "../../../terminal/io.ts";
import { startProgress } from "../../../terminal/progress.ts";
import { shownPath } from "../../../terminal/shownPath.ts";
import { skippedLines } from "../../../terminal/skippedLines.ts";
import { UsageError } from "../../../terminal/usageError.ts";
import { areTrainableClasses, SMALL_CLASS } from "../areTrainableClasses.ts";
import type { CropSettings } from "./cropOptions.ts";
import { CropTally } from "./cropReport.ts";
import { cellFinder, cropOptionsOf, withPixelSize } from "./cropRequest.ts";
import { cropWriter } from "./cropWriter.ts";

/** `cellgen data crop`: cut cells from fields and write them as a set of images. */
export async function run(context: CommandContext<CropSettings>): Promise<void> {
  const { settings, output, io, signal } = context;
  const options = cropOptionsOf(settings);
  const selection = selectionOf(settings);
  const [fields, finder] = await readPlace("--input", context, async ({ signal }) => {
    const listed = await listFields(settings.input, signal);
    return [listed, await cellFinder(settings)] as const;
  });
  const { files } = fields;
  const names = outputNames(files).map((name) => name.replaceAll("/", "_"));
  const skipped: UnreadableImage[] = [...fields.unreadable, ...(finder.annotations?.unreadable ?? [])];
  const hasLabels = finder.annotations?.fields.some(({ boxes }) => boxes.some(({ label }) => label)) ?? false;
  const tally = new CropTally();
  const writer = cropWriter(settings, output, hasLabels);
  let unmatched = 0;
  let isInterrupted = false;

  const cropOne = async (file: FieldFile, index: number): Promise<void> => {
    const found = await finder.methodOf(file, index);
    if ("missing" in found) {
      unmatched++;
      return;
    }
    const source = withPixelSize(await openImage(file.path), settings);
    let crops = 0;
    try {
      for (const { reason } of finder.annotations?.of(file.name)?.dropped ?? []) tally.drop(reason);
      const planes = fieldPlanes(source, selection);
      for (const [position, { name: plane, field }] of planes.entries()) {
        const method = found.methodOf(position, planes.length);
        let number = 0;
        for await (const crop of fieldCrops(field, method, options, ({ reason }) => tally.drop(reason))) {
          if (tally.crops === 0) checkColors(colorsOf(settings.display), crop.image.channels, "the fields");
          const place = plane === "" ? names[index]! : `${names[index]!}_${plane.replaceAll("/", "_")}`;
          const stem = `${place}_crop${String(++number).padStart(5, "0")}`;
          await writer.write(crop, { path: file.path, field: file.name, plane, stem });
          tally.add(crop.image, crop.box ?? crop.window, crop.box?.label);
          crops++;
          isInterrupted = signal.aborted;
          if (isInterrupted) return;
        }
      }
    } finally {
      if (crops > 0) tally.fields++;
      await writer.flush();
      await Promise.all([source.close(), found.close()]);
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
        if (!fault || settings.strict) {
          await writer.abort();
          throw usageError(error, file);
        }
        skipped.push(fault);
      }
      bar.update(index + 1, plural(tally.crops, "crop"));
    }
  } finally {
    bar.stop();
  }
  await writer.finish();
  for (const line of skippedLines(skipped)) warn(io, `note: ${line}`);
  if (unmatched > 0) {
    const what = settings.masks === undefined ? "boxes" : "a mask";
    warn(io, `note: ${plural(unmatched, "field")} of ${count(files.length)} without ${what}, skipped.`);
  }
  if (isInterrupted) {
    if (tally.crops === 0) throw new Interrupted("Stopped; nothing was written.");
    await output.stop(settings);
    throw new Interrupted(
      `Stopped; ${plural(tally.crops, "crop")} of ${plural(tally.fields, "field")} are in ${settings.out}, listed in its index.csv. Start over with --force.`,
    );
  }
  if (tally.crops === 0) throw noCrops(settings, tally, files.length, unmatched, skipped);
  const isConditional = areTrainableClasses([...tally.labels.values()]);
  const train = commandLine("train", {
    data: settings.out,
    out: "runs/crops",
    ...(settings.size === undefined ? {} : { size: settings.size }),
    ...(isConditional ? { classConditional: true } : {}),
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
    ...(tally.labels.size > 1 && !isConditional ? [SMALL_CLASS] : []),
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
