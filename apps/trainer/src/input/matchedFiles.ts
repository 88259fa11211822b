import { FileMatchError, type InputImage, type InputImages, matchFiles } from "@cellgen/data/node";
import { shownPath } from "../terminal/describe.ts";
import { unreadableLine } from "../terminal/unreadableLine.ts";
import { UsageError } from "../terminal/usageError.ts";
import type { InputFile } from "./readInputs.ts";

/** Where files were given that go with images. */
export interface PlaceOfFiles {
  /** Such as "--mask". */
  readonly flag: string;
  readonly place: string;
  /** What the files are, such as "mask". */
  readonly noun: string;
}

/**
 * The files in a folder that go with images by their names.
 *
 * @throws UsageError if an image has no such file, one that cannot be read, or several that differ in the extension alone.
 */
export function matchedFiles<Image extends InputFile>(
  { flag, place, noun }: PlaceOfFiles,
  inputs: Pick<InputImages, "files" | "unreadable">,
  images: readonly Image[],
): ReadonlyMap<Image, InputImage> {
  try {
    return matchFiles(place, inputs, images);
  } catch (error) {
    if (!(error instanceof FileMatchError)) throw error;
    throw new UsageError(faultText(error.fault, { flag, place, noun }), { cause: error });
  }
}

function faultText(fault: FileMatchError["fault"], { flag, place, noun }: PlaceOfFiles): string {
  switch (fault.code) {
    case "unreadable-match":
      return `${flag}: ${unreadableLine(fault.file)}`;
    case "no-match":
      return `${flag} ${shownPath(place)} has no ${noun} for ${fault.image}. Give one of the same name${noun === "mask" ? ", or one file for all images" : ""}.`;
    case "several-matches":
      return `${flag} ${shownPath(place)} has ${fault.names.join(" and ")} for ${fault.image}. Leave one of them.`;
  }
}
