import {
  type InputImage,
  InputMatchError,
  type InputMatchFault,
  type MatchInputsOptions,
  matchInputs,
} from "@cellgen/data/node";
import type { CommandContext } from "../runner/commandDefinition.ts";
import { shownPath } from "../terminal/describe.ts";
import { unreadableLine } from "../terminal/unreadableLine.ts";
import { UsageError } from "../terminal/usageError.ts";
import { readPlace } from "./readPlace.ts";

/** The flags that name files which go with images: how they must match, and what to give where they do not. */
const flags = {
  "--mask": {
    noun: "mask",
    match: { same: "size", shared: true },
    missing: "Give one of the same name, or one file for all images.",
    other: "Give a mask of the image's size.",
  },
  "--reference": {
    noun: "image",
    match: { same: "kind", shared: false },
    missing: "Give one of the same name.",
    other: "Give the same image without noise.",
  },
} as const satisfies Readonly<Record<string, { match: MatchInputsOptions } & Record<string, unknown>>>;

type Flag = keyof typeof flags;

/**
 * The files that go with images: one file, or those of the same names in a folder.
 *
 * @throws UsageError if there is no such place, or not one readable file that matches for each of the images; Interrupted if the signal was
 *   aborted.
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
      return `${flag} ${place} has ${fault.names.join(" and ")} for ${fault.image}. Leave one of them.`;
    case "ERR_ONE_FILE":
      return `${flag} ${place} is one file for ${fault.images} images. Give a folder with one of each name.`;
    case "ERR_OTHER_KIND": {
      const [file, image] = [fault.file, fault.image].map(({ width, height, bitDepth, channels }) =>
        match.same === "size"
          ? `${width}x${height}`
          : `${width}x${height} with ${bitDepth} bits, ${channels === 1 ? "grey" : "in colour"}`,
      );
      return `${shownPath(fault.file.path)} is ${file}, but its image ${shownPath(fault.image.path)} is ${image}. ${other}`;
    }
  }
}
