import path from "node:path";
import { shownPath } from "../terminal/describe.ts";
import { unreadableLine } from "../terminal/unreadableLine.ts";
import { UsageError } from "../terminal/usageError.ts";
import type { InputFile, Inputs } from "./readInputs.ts";

/** Where files lie that go with images. */
export interface PlaceOfFiles extends Pick<Inputs, "files" | "unreadable"> {
  /** Where the place was given, such as "--mask". */
  readonly flag: string;
  readonly place: string;
  /** What the files are, such as "mask". */
  readonly noun: string;
}

/**
 * The files in a folder that go with images by their names: of the same name, or else of the same but for the extension.
 *
 * @throws UsageError if an image has no such file, one that cannot be read, or several that differ in the extension alone.
 */
export function filesOfNames(
  { flag, place, noun, files, unreadable }: PlaceOfFiles,
  images: readonly InputFile[],
): ReadonlyMap<InputFile, InputFile> {
  const byStem = new Map<string, InputFile[]>();
  for (const file of files) byStem.set(stem(file.name), [...(byStem.get(stem(file.name)) ?? []), file]);
  const broken = new Map(
    unreadable.map((file) => [stem(nameBelow(path.resolve(place), file.path)), file] as const),
  );
  return new Map(
    images.map((image) => {
      const found = byStem.get(stem(image.name)) ?? [];
      const file = found.find(({ name }) => name === image.name) ?? found[0];
      if (!file) {
        const unread = broken.get(stem(image.name));
        throw new UsageError(
          unread
            ? `${flag}: ${unreadableLine(unread)}`
            : `${flag} ${shownPath(place)} has no ${noun} for ${image.name}. Give one of the same name${noun === "mask" ? ", or one file for all images" : ""}.`,
        );
      }
      if (found.length > 1 && file.name !== image.name) {
        throw new UsageError(
          `${flag} ${shownPath(place)} has ${found.map(({ name }) => name).join(" and ")} for ${image.name}. Leave one of them.`,
        );
      }
      return [image, file];
    }),
  );
}

function stem(name: string): string {
  return name.slice(0, name.length - path.extname(name).length);
}

/** A file's name below a folder, with "/" between names as `InputFile` has it. */
function nameBelow(folder: string, file: string): string {
  return path.relative(folder, file).split(path.sep).join("/");
}
