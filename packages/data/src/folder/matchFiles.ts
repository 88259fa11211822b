import path from "node:path";
import type { UnreadableImage } from "../files/unreadableImageError.ts";
import type { InputImage, InputImages } from "./readInputs.ts";

/** Why files do not go with images by their names. */
export type FileMatchFault =
  /** An image has no file of its name. */
  | { readonly code: "no-match"; readonly image: string }
  /** The file of an image's name cannot be read. */
  | { readonly code: "unreadable-match"; readonly image: string; readonly file: UnreadableImage }
  /** Several files differ from an image's name in the extension only. */
  | { readonly code: "several-matches"; readonly image: string; readonly names: readonly string[] };

/** Files of a place do not go with images by their names. */
export class FileMatchError extends RangeError {
  override readonly name = "FileMatchError";
  readonly fault: FileMatchFault;

  constructor(place: string, fault: FileMatchFault) {
    super(`matchFiles: ${place} ${describeFault(fault)}`);
    this.fault = fault;
  }

  get code(): FileMatchFault["code"] {
    return this.fault.code;
  }
}

function describeFault(fault: FileMatchFault): string {
  switch (fault.code) {
    case "no-match":
      return `must have a file for ${fault.image}, got none. Give one of the same name.`;
    case "unreadable-match":
      return `must have a readable file for ${fault.image}: ${fault.file.reason}. ${fault.file.remedy}`;
    case "several-matches":
      return `must have one file for ${fault.image}, got ${fault.names.join(" and ")}. Remove all but one.`;
  }
}

/**
 * Finds the file in a place that goes with each image, such as its mask: of the same name, or of the same name but for the extension.
 *
 * @param place - Where `files` and `unreadable` were read.
 * @throws FileMatchError if an image has no such file, one that cannot be read, or several.
 */
export function matchFiles<Image extends Pick<InputImage, "name">, File extends Pick<InputImage, "name">>(
  place: string,
  { files, unreadable }: Pick<InputImages, "unreadable"> & { readonly files: readonly File[] },
  images: readonly Image[],
): ReadonlyMap<Image, File> {
  const byStem = new Map<string, File[]>();
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
        throw new FileMatchError(
          place,
          unread
            ? { code: "unreadable-match", image: image.name, file: unread }
            : { code: "no-match", image: image.name },
        );
      }
      if (found.length > 1 && file.name !== image.name) {
        const names = found.map(({ name }) => name);
        throw new FileMatchError(place, { code: "several-matches", image: image.name, names });
      }
      return [image, file];
    }),
  );
}

function stem(name: string): string {
  return name.slice(0, name.length - path.extname(name).length);
}

/** A file's name below a folder, with "/" between names on every system. */
function nameBelow(folder: string, file: string): string {
  return path.relative(folder, file).split(path.sep).join("/");
}
