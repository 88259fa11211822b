import { existsSync } from "node:fs";
import path from "node:path";
import {
  type FolderInspection,
  type FolderSummary,
  fileGroups,
  folderSummary,
  type ImageFolder,
  inspectFolder,
  pairedImages,
  scanImageFolder,
  withoutUnreadable,
  writeFileAtomic,
} from "@cellgen/data/node";
import { count } from "@cellgen/data/text";
import { folderSheet } from "@cellgen/figures";
import { describeRunIssue } from "@cellgen/training/node";
import { readPlace } from "../../../input/readPlace.ts";
import { selectionOf } from "../../../input/selectionOf.ts";
import { checkColors, colorsOf } from "../../../options/displayOption.ts";
import type { FlagsOf, SettingsOf } from "../../../options/optionTable.ts";
import { flagName } from "../../../options/optionTable.ts";
import { checkWritable } from "../../../output/checkWritable.ts";
import { liesIn } from "../../../output/outputFolder.ts";
import type { CommandContext } from "../../../runner/commandDefinition.ts";
import { describeFolder } from "../../../terminal/describeFolder.ts";
import { print } from "../../../terminal/io.ts";
import { rangesText } from "../../../terminal/rangeText.ts";
import { table } from "../../../terminal/table.ts";
import { UsageError } from "../../../terminal/usageError.ts";
import { version } from "../../../version.ts";
import type { inspectOptions } from "../options.ts";
import { describeInspection } from "./describeInspection.ts";
import { findCells } from "./findCells.ts";
import { mayBeFields, proposeTraining, type TrainingProposal } from "./proposeTraining.ts";

/** Maximum number of sizes, and of reasons for unreadable files, to list. */
const SIZES = 8;
const UNREADABLE = 20;

/** `cellgen data inspect`: summarize a folder of images, with a contact sheet. Existing files are kept unless `--force` is given. */
export async function run(
  context: CommandContext<SettingsOf<typeof inspectOptions>, FlagsOf<typeof inspectOptions>>,
): Promise<void> {
  const { io, flags } = context;
  const { dir, out, index, json, display } = context.settings;
  for (const [flag, file] of Object.entries({ "--out": out, "--json": json })) {
    if (file !== undefined) await checkOutside(flag, file, dir);
  }
  const selection = selectionOf(context.settings);
  const scanned = await readPlace("DIR", context, (options) =>
    scanImageFolder(dir, { cacheBytes: 0, index, ...selection, ...options }),
  );
  const colors = colorsOf(display);
  // Colors of gray images in a color set, or the other way round, are valid.
  if (!scanned.files.some(({ channels }) => channels === colors?.length))
    checkColors(colors, scanned.channels, "the images");
  const inspection = await readPlace("DIR", context, (options) => inspectFolder(scanned, options));
  const folder = withoutUnreadable(scanned, inspection.unreadable);
  const summary = folderSummary(folder);
  const proposal = await proposalFor({ dir, folder, summary, inspection }, context);
  for (const line of describeInDetail(dir, folder, summary, inspection)) print(io, line);
  print(io);
  for (const reason of proposal.reasons) print(io, reason);
  if (proposal.crop !== undefined) print(io, `Crop:  ${proposal.crop}`);
  print(io, `Train: ${proposal.train}`);
  print(io);
  const write = async (title: string, flag: string, file: string, contents: Contents): Promise<void> => {
    if (!flags.force && existsSync(file)) {
      print(
        io,
        `${title}: not written, because ${file} already exists. Choose another ${flag}, or replace it with --force.`,
      );
      return;
    }
    await writeFileAtomic(file, await contents(), { createFolder: true });
    print(io, `${title}: ${file}`);
  };
  if (json !== undefined) {
    const { ranges, rangeScope, channelNames } = folder;
    const warnings = folder.rangeWarnings.map((warning) => describeRunIssue(warning, flagName));
    const record = {
      folder: path.resolve(dir),
      ...inspection,
      ...summary,
      channelNames,
      ranges,
      rangeScope,
      warnings,
    };
    await write(
      "JSON",
      "--json",
      json,
      () => `${JSON.stringify({ cellgen: version(), ...record, proposal }, undefined, 2)}\n`,
    );
  }
  const { histograms } = inspection;
  await write("Contact sheet", "--out", out, () => folderSheet(folder, { histograms, colors }));
}

interface InspectedFolder {
  readonly dir: string;
  readonly folder: ImageFolder;
  readonly summary: FolderSummary;
  readonly inspection: FolderInspection;
}

/** Propose how to train on a folder; on the targets of a set of pairs, which are read again to see what they need. */
async function proposalFor(
  inspected: InspectedFolder,
  context: CommandContext<SettingsOf<typeof inspectOptions>, FlagsOf<typeof inspectOptions>>,
): Promise<TrainingProposal> {
  const { selectChannels, z, time, index } = context.settings;
  const pairs =
    index === undefined && !inspected.folder.split ? await pairedImages(inspected.folder) : undefined;
  const { dir, folder, summary, inspection } = pairs
    ? await inspectTargets(path.join(inspected.dir, pairs.target), context)
    : inspected;
  // A damaged index.csv is an error of the commands that need its groups.
  const groups = await fileGroups(folder.path, folder.files).catch(() => undefined);
  return proposeTraining(dir, summary, inspection, {
    cells: !pairs && mayBeFields(summary) ? await findCells(dir, folder) : undefined,
    groupColumn: groups?.grouping.by === "column" ? groups.grouping.column : undefined,
    rangeWarnings: folder.rangeWarnings,
    pairs,
    selection: { selectChannels, z, time },
    index,
  });
}

async function inspectTargets(
  dir: string,
  context: CommandContext<SettingsOf<typeof inspectOptions>, FlagsOf<typeof inspectOptions>>,
): Promise<InspectedFolder> {
  const selection = selectionOf(context.settings);
  const scanned = await readPlace("DIR", context, (options) =>
    scanImageFolder(dir, { cacheBytes: 0, ...selection, ...options }),
  );
  const inspection = await readPlace("DIR", context, (options) => inspectFolder(scanned, options));
  const folder = withoutUnreadable(scanned, inspection.unreadable);
  return { dir, folder, summary: folderSummary(folder), inspection };
}

type Contents = () => string | Promise<Uint8Array>;

/** Check a file to write. @throws UsageError if it is in the folder that is inspected, or cannot be written. */
async function checkOutside(flag: string, file: string, dir: string): Promise<void> {
  if (liesIn(path.resolve(dir), path.resolve(file))) {
    throw new UsageError(
      `${flag} ${file} is in ${dir}, where it would count as an image. Choose a file outside of it, such as ${flag} ../${path.basename(file)}.`,
    );
  }
  await checkWritable(flag, path.dirname(file));
}

function describeInDetail(
  dir: string,
  folder: ImageFolder,
  summary: FolderSummary,
  inspection: FolderInspection,
): string[] {
  const place = path.resolve(dir);
  const { classes, sizes, width, height } = summary;
  const others = sizes.slice(SIZES).reduce((sum, size) => sum + size.count, 0);
  const bySize = sizes.slice(0, SIZES).map((size) => [`${size.width}x${size.height}`, count(size.count)]);
  const byClass = classes.map(({ name, count: images }) => [name, count(images)]);
  return [
    `${place === folder.path ? "folder" : "file  "}      ${place}`,
    ...describeFolder(summary, UNREADABLE),
    `width       ${width.min} to ${width.max}, median ${width.median}`,
    `height      ${height.min} to ${height.max}, median ${height.median}`,
    `range used  ${rangesText(folder)} become -1 to 1`,
    ...folder.rangeWarnings.map((warning) => `note        ${describeRunIssue(warning, flagName)}`),
    ...describeInspection(folder, summary, inspection),
    ...(byClass.length > 0 ? ["", ...table(["class", ">images"], byClass)] : []),
    "",
    ...table(["size", ">images"], others > 0 ? [...bySize, ["others", count(others)]] : bySize),
  ];
}
