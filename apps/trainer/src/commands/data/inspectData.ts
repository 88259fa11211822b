import { existsSync } from "node:fs";
import path from "node:path";
import { toUnitRange } from "@cellgen/data";
import { folderSummary, type ImageFolder, readImage } from "@cellgen/data/node";
import { type LabelledTile, tileGrid } from "@cellgen/figures";
import { scanData } from "../../input/scanData.ts";
import type { FlagsOf, SettingsOf } from "../../options/optionTable.ts";
import { checkWritable } from "../../output/checkWritable.ts";
import { liesIn } from "../../output/outputFolder.ts";
import { writeFileAtomic } from "../../output/writeFileAtomic.ts";
import type { CommandContext } from "../../runner/commandDefinition.ts";
import { count, plural } from "../../terminal/describe.ts";
import { describeUnreadable } from "../../terminal/describeFolder.ts";
import { print } from "../../terminal/io.ts";
import { table } from "../../terminal/table.ts";
import { UsageError } from "../../terminal/usageError.ts";
import type { inspectOptions } from "./options.ts";

/** Images on the contact sheet. */
const SHEET = 48;
const THUMBNAIL = 96;

/** `cellgen data inspect`: prints what is in a folder of images, and lays some of them out on a sheet. */
export async function run({
  settings: { dir, out },
  flags: { force },
  io,
}: CommandContext<SettingsOf<typeof inspectOptions>, FlagsOf<typeof inspectOptions>>): Promise<void> {
  if (!force && existsSync(out)) {
    throw new UsageError(`${out} exists already. Choose another with --out, or replace it with --force.`);
  }
  if (liesIn(path.resolve(dir), path.resolve(out))) {
    throw new UsageError(
      `--out ${out} lies in ${dir}, where it would count as an image. Give --out a place outside, such as --out ../contact-sheet.png.`,
    );
  }
  await checkWritable("--out", path.dirname(out));
  const folder = await scanData("DIR", dir, {}, io);
  for (const line of describeInDetail(folder)) print(io, line);
  await writeFileAtomic(out, await sheetOf(folder));
  print(io);
  print(io, `Contact sheet: ${out}`);
}

function describeInDetail(folder: ImageFolder): string[] {
  const summary = folderSummary(folder);
  const { classes, sizes, width, height, grey, colour, bitDepths, values, transparent, skippedFolders } =
    summary;
  const rows: [string, string][] = [
    ["folder", folder.path],
    ["images", count(summary.count)],
    ["unreadable", count(summary.unreadable.length)],
    ["width", `${width.min} to ${width.max}, median ${width.median}`],
    ["height", `${height.min} to ${height.max}, median ${height.median}`],
    ["channels", `${count(grey)} grey, ${count(colour)} colour`],
    [
      "bit depth",
      bitDepths.map(({ bitDepth, count: images }) => `${bitDepth} bits: ${count(images)}`).join(", "),
    ],
    ["values", `${values.min} to ${values.max}, mean ${values.mean.toFixed(1)}`],
    ["range used", `${folder.valueRange[0]} to ${folder.valueRange[1]} become -1 to 1`],
  ];
  if (transparent > 0) rows.push(["transparent", `${plural(transparent, "image")}, laid over black`]);
  if (skippedFolders.length > 0) rows.push(["left out", `folders of masks: ${skippedFolders.join(", ")}`]);
  const lines = table(["", ""], rows).slice(1);
  if (classes.length > 0) {
    lines.push(
      "",
      ...table(
        ["class", ">images"],
        classes.map(({ name, count: images }) => [name, count(images)]),
      ),
    );
  }
  const common = sizes.slice(0, 8).map((size) => [`${size.width}x${size.height}`, count(size.count)]);
  if (sizes.length > common.length)
    common.push(["others", count(sizes.slice(8).reduce((sum, size) => sum + size.count, 0))]);
  lines.push("", ...table(["size", ">images"], common));
  if (summary.unreadable.length > 0) lines.push("", ...describeUnreadable(summary.unreadable, 20));
  return lines;
}

/** Images from all over the folder, with their classes or names under them. */
async function sheetOf(folder: ImageFolder): Promise<Buffer> {
  const { files, classes, valueRange, bitDepth } = folder;
  const shown = Math.min(SHEET, files.length);
  const tiles: LabelledTile[] = [];
  for (let i = 0; i < shown; i++) {
    const file = files[Math.floor((i * files.length) / shown)]!;
    const image = await readImage(file.path, { size: THUMBNAIL });
    const scale = bitDepth === file.bitDepth ? 1 : 257;
    const range = [valueRange[0] / scale, valueRange[1] / scale] as const;
    tiles.push({
      ...image,
      values: toUnitRange(image, range),
      label: classes[file.label] ?? path.basename(file.name),
    });
  }
  const title = `${path.basename(folder.path)}: ${shown} of ${plural(files.length, "image")}`;
  return tileGrid([{ title, columns: Math.min(8, Math.max(shown, 3)), tiles }]);
}
