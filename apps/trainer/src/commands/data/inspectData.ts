import { existsSync } from "node:fs";
import path from "node:path";
import { folderSummary, type ImageFolder, scanImageFolder, writeFileAtomic } from "@cellgen/data/node";
import { count } from "@cellgen/data/text";
import { folderSheet } from "@cellgen/figures";
import { describeRunIssue } from "@cellgen/training/node";
import { readPlace } from "../../input/readPlace.ts";
import type { FlagsOf, SettingsOf } from "../../options/optionTable.ts";
import { flagName } from "../../options/optionTable.ts";
import { checkWritable } from "../../output/checkWritable.ts";
import { liesIn } from "../../output/outputFolder.ts";
import type { CommandContext } from "../../runner/commandDefinition.ts";
import { describeFolder } from "../../terminal/describeFolder.ts";
import { print } from "../../terminal/io.ts";
import { rangesText } from "../../terminal/rangeText.ts";
import { table } from "../../terminal/table.ts";
import { UsageError } from "../../terminal/usageError.ts";
import type { inspectOptions } from "./options.ts";

/** Maximum number of sizes and of unreadable files to list. */
const SIZES = 8;
const UNREADABLE = 20;

/** `cellgen data inspect`: summarize a folder of images, with a contact sheet. An existing picture is kept unless `--force` is given. */
export async function run(
  context: CommandContext<SettingsOf<typeof inspectOptions>, FlagsOf<typeof inspectOptions>>,
): Promise<void> {
  const { io, flags } = context;
  const { dir, out } = context.settings;
  if (liesIn(path.resolve(dir), path.resolve(out))) {
    throw new UsageError(
      `--out ${out} is in ${dir}, where it would count as an image. Choose an --out outside of it, such as --out ../contact-sheet.png.`,
    );
  }
  await checkWritable("--out", path.dirname(out));
  const folder = await readPlace("DIR", context, (options) =>
    scanImageFolder(dir, { cacheBytes: 0, ...options }),
  );
  for (const line of describeInDetail(folder)) print(io, line);
  print(io);
  if (!flags.force && existsSync(out)) {
    print(
      io,
      `Contact sheet: not written, because ${out} already exists. Choose another --out, or replace it with --force.`,
    );
    return;
  }
  await writeFileAtomic(out, await folderSheet(folder), { createFolder: true });
  print(io, `Contact sheet: ${out}`);
}

function describeInDetail(folder: ImageFolder): string[] {
  const summary = folderSummary(folder);
  const { classes, sizes, width, height } = summary;
  const others = sizes.slice(SIZES).reduce((sum, size) => sum + size.count, 0);
  const bySize = sizes.slice(0, SIZES).map((size) => [`${size.width}x${size.height}`, count(size.count)]);
  const byClass = classes.map(({ name, count: images }) => [name, count(images)]);
  return [
    `folder      ${folder.path}`,
    ...describeFolder(summary, UNREADABLE),
    `width       ${width.min} to ${width.max}, median ${width.median}`,
    `height      ${height.min} to ${height.max}, median ${height.median}`,
    `range used  ${rangesText(folder)} become -1 to 1`,
    ...folder.rangeWarnings.map((warning) => `note        ${describeRunIssue(warning, flagName)}`),
    ...(byClass.length > 0 ? ["", ...table(["class", ">images"], byClass)] : []),
    "",
    ...table(["size", ">images"], others > 0 ? [...bySize, ["others", count(others)]] : bySize),
  ];
}
