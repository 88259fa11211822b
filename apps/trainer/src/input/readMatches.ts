import {
  type InputImage,
  InputMatchError,
  type InputMatchFault,
  type MatchInputsOptions,
  matchInputs,
} from "@cellgen/data/node";
import { channelsText } from "@cellgen/data/text";
import type { CommandContext } from "../runner/commandDefinition.ts";
import { shownPath } from "../terminal/shownPath.ts";
import { unreadableLine } from "../terminal/unreadableLine.ts";
import { UsageError } from "../terminal/usageError.ts";
import { readPlace } from "./readPlace.ts";

/** Flags that name companion files of images, with the remedies if a file is missing or does not match. */
const flags = {
  "--mask": {
    noun: "mask",
    match: { same: "size", shared: true },
    missing: "Give a file of the same name for each image, or one file for all images.",
    other: "Give a mask of the image's size.",
  },
  "--reference": {
    noun: "image",
    match: { same: "kind", shared: false },
    missing: "Give a file of the same name for each image.",
    other: "Give the ground truth of the same image.",
  },
} as const satisfies Readonly<Record<string, { match: MatchInputsOptions } & Record<string, unknown>>>;

type Flag = keyof typeof flags;

/**
 * Read the companion files of images: one file, or the files of the same names in a folder.
 *
 * @throws UsageError if there is no such file or folder, or unless each image has exactly one readable file that matches; Interrupted if
 *   the signal is aborted.
 */
export async function readMatches(
  flag: Flag,
  place: string,
  images: readonly InputImage[],
  context: Pick<CommandContext<unknown>, "io" | "signal">,
): Promise<ReadonlyMap<InputImage, InputImage>> {
  try {
    return await readPlace(flag, context, (options) =>
      matchInputs(place, images, { ...flags[flag].match, ...options }),
    );
  } catch (error) {
    if (!(error instanceof InputMatchError)) throw error;
    throw new UsageError(faultText(flag, shownPath(place), error.fault), { cause: error });
  }
}

function faultText(flag: Flag, place: string, fault: InputMatchFault): string {
  const { noun, missing, other, match } = flags[flag];
  switch (fault.code) {
    case "ERR_UNREADABLE_MATCH":
      return `${flag}: ${unreadableLine(fault.file)}`;
    case "ERR_NO_MATCH":
      return `${flag} ${place} has no ${noun} for ${fault.image}. ${missing}`;
    case "ERR_SEVERAL_MATCHES":
      return `${flag} ${place} has ${fault.names.join(" and ")} for ${fault.image}. Keep one of them.`;
    case "ERR_ONE_FILE":
      return `${flag} ${place} is one file for ${fault.images} images. Give a folder with a file of the same name for each image.`;
    case "ERR_OTHER_KIND": {
      const [file, image] = [fault.file, fault.image].map(({ width, height, pixelType, channels }) =>
        match.same === "size"
          ? `${width}x${height}`
          : `${width}x${height} of ${pixelType}, ${channelsText(channels)}`,
      );
      return `${shownPath(fault.file.path)} is ${file}, but its image ${shownPath(fault.image.path)} is ${image}. ${other}`;
    }
  }
}
