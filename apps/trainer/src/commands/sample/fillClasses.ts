import { indexOfName } from "@cellgen/data";
import { type ImageFolder, scanImageFolder } from "@cellgen/data/node";
import { count } from "@cellgen/data/text";
import { type ClassCounts, countsToFill } from "@cellgen/pipelines";
import { readPlace } from "../../input/readPlace.ts";
import type { CommandContext } from "../../runner/commandDefinition.ts";
import { print, warn } from "../../terminal/io.ts";
import { shownPath } from "../../terminal/shownPath.ts";
import { skippedLines } from "../../terminal/skippedLines.ts";
import { table } from "../../terminal/table.ts";
import { UsageError } from "../../terminal/usageError.ts";

/** Images to generate for a folder. */
export interface FilledClasses {
  /** Number of images of each class of the folder, by name. */
  readonly images: ClassCounts;
  /** Number of images to generate, by the model's names of the classes. */
  readonly counts: ClassCounts;
}

/**
 * Determine how many images of each class the folder of --like lacks to have as many as its largest class, and print a table of them. In a
 * folder that holds a split, the images for training count.
 *
 * @param known - Classes of the model. Others are not filled, with a warning.
 * @throws UsageError if the folder has no readable image, no classes, none of the model's, or lacks no image.
 */
export async function fillClasses(
  folder: string,
  known: readonly string[],
  context: Pick<CommandContext<unknown>, "io" | "signal">,
): Promise<FilledClasses> {
  const { io } = context;
  if (known.length === 0) throw new UsageError("--like must be omitted for a model without classes.");
  const found: ImageFolder = await readPlace("--like", context, (options) =>
    scanImageFolder(folder, { ...options, part: "training", cacheBytes: 0 }),
  );
  const shown = shownPath(folder);
  const { classes } = found;
  if (classes.length === 0) {
    throw new UsageError(
      `--like ${shown} has no classes. Give a folder with a subfolder for each class, or with an index.csv that has labels.`,
    );
  }
  const labels = Int32Array.from(found.files, ({ label }) => label);
  const lacking = countsToFill(labels, classes);
  const nameInModel = (name: string): string | undefined => known[indexOfName(known, name)];
  const unknown = classes.filter((name) => nameInModel(name) === undefined);
  if (unknown.length === classes.length) {
    throw new UsageError(
      `--like ${shown} has none of the classes of the model (${known.join(", ")}), but ${classes.join(", ")}. Rename its subfolders, or use --counts.`,
    );
  }
  const counts = Object.fromEntries(
    Object.entries(lacking).flatMap(([name, missing]) => {
      const own = nameInModel(name);
      return own === undefined ? [] : [[own, missing]];
    }),
  );
  const images = Object.fromEntries(
    classes.map((name, label) => [name, labels.filter((each) => each === label).length]),
  );
  if (Object.keys(counts).length === 0) {
    throw new UsageError(
      `--like ${shown}: each class of the model has ${count(Math.max(...Object.values(images)))} images already, as many as the largest. Use --counts to generate more.`,
    );
  }
  const rows = classes.map((name) => [
    name,
    count(images[name]!),
    unknown.includes(name) ? "none: not a class of the model" : count(counts[nameInModel(name)!] ?? 0),
  ]);
  for (const line of skippedLines(found.unreadable)) warn(io, `note: ${line}`);
  for (const line of table(["class", `>images in ${shown}`, ">to generate"], rows)) print(io, line);
  if (unknown.length > 0)
    warn(io, `note: Classes that the model does not have are not filled: ${unknown.join(", ")}.`);
  const missing = known.filter((name) => indexOfName(classes, name) < 0);
  if (missing.length > 0)
    warn(
      io,
      `note: Classes of the model that ${shown} does not have are not generated: ${missing.join(", ")}.`,
    );
  return { images, counts };
}
