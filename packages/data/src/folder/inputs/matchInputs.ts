import path from "node:path";
import type { UnreadableImage } from "../../formats/unreadableImageError.ts";
import { canonicalName } from "../../images/indexOfName.ts";
import { channelsText } from "../../text/channelsText.ts";
import { type NamedSample, sampleStem } from "../sampleStem.ts";
import { type InputImage, type InputImages, type ReadInputsOptions, readInputs } from "./readInputs.ts";

/** The size and type of an image file. */
type InputKind = Pick<InputImage, "path" | "width" | "height" | "pixelType" | "channels">;

/** Reason why files do not match images. */
export type InputMatchFault =
  /** No file has the name of an image. */
  | { readonly code: "ERR_NO_MATCH"; readonly image: string }
  /** The file with the name of an image cannot be read. */
  | { readonly code: "ERR_UNREADABLE_MATCH"; readonly image: string; readonly file: UnreadableImage }
  /** Several files differ from an image's name only in the extension. */
  | { readonly code: "ERR_SEVERAL_MATCHES"; readonly image: string; readonly names: readonly string[] }
  /** A single file was given for several images. */
  | { readonly code: "ERR_ONE_FILE"; readonly images: number }
  /** A file differs from its image in size, pixel type or channels. */
  | { readonly code: "ERR_OTHER_KIND"; readonly image: InputKind; readonly file: InputKind };

/** Thrown if the files of a path do not match the images. */
export class InputMatchError extends RangeError {
  override readonly name = "InputMatchError";
  readonly fault: InputMatchFault;

  constructor(place: string, fault: InputMatchFault) {
    super(`matchInputs: ${place} ${describeFault(fault)}`);
    this.fault = fault;
  }

  get code(): InputMatchFault["code"] {
    return this.fault.code;
  }
}

function describeFault(fault: InputMatchFault): string {
  switch (fault.code) {
    case "ERR_NO_MATCH":
      return `must have a file for ${fault.image}, got none. Add a file of the same name.`;
    case "ERR_UNREADABLE_MATCH":
      return `must have a readable file for ${fault.image}: ${fault.file.reason}. ${fault.file.remedy}`;
    case "ERR_SEVERAL_MATCHES":
      return `must have one file for ${fault.image}, got ${fault.names.join(" and ")}. Remove all but one.`;
    case "ERR_ONE_FILE":
      return `must be a folder with a file for each of ${fault.images} images, got one file. Give a folder.`;
    case "ERR_OTHER_KIND":
      return `must match ${fault.image.path} (${kindOf(fault.image)}), got ${fault.file.path} (${kindOf(fault.file)}). Give a file of the same kind.`;
  }
}

function kindOf({ width, height, pixelType, channels }: InputKind): string {
  return `${width}x${height}, ${pixelType}, ${channelsText(channels)}`;
}

/** Options of `matchInputs`. */
export interface MatchInputsOptions extends ReadInputsOptions {
  /** Properties that a file must share with its image: the size, or also the pixel type and number of channels. @default "size" */
  readonly same?: "size" | "kind";
  /** Whether a single file may match several images. @default false */
  readonly shared?: boolean;
}

/**
 * Read the files that belong to images, such as masks or ground truth: a single file, or from a folder the file with each image's name.
 * The extension may differ.
 *
 * @throws InputMatchError if the file of an image is missing, unreadable, ambiguous or of a different kind; also the errors of
 *   {@link readInputs}.
 */
export async function matchInputs<Image extends InputImage>(
  place: string,
  images: readonly Image[],
  { same = "size", shared = false, ...options }: MatchInputsOptions = {},
): Promise<ReadonlyMap<Image, InputImage>> {
  const inputs = await readInputs(place, options);
  const [first] = inputs.files;
  const isFile = path.resolve(place) === first!.path;
  const isOne = isFile && inputs.files.length === 1;
  if (isOne && !shared && images.length > 1) {
    throw new InputMatchError(place, { code: "ERR_ONE_FILE", images: images.length });
  }
  const matches = isOne
    ? new Map(images.map((image) => [image, first!]))
    : matchFiles(place, isFile ? namedAs(inputs, images) : inputs, images);
  for (const [image, file] of matches) {
    const isSameSize = file.width === image.width && file.height === image.height;
    const isSameType = file.pixelType === image.pixelType && file.channels === image.channels;
    if (!isSameSize || (same === "kind" && !isSameType)) {
      throw new InputMatchError(place, { code: "ERR_OTHER_KIND", image, file });
    }
  }
  return matches;
}

/** Name the planes of a stack as those of the stack of the images, if these come from one file. */
function namedAs(inputs: InputImages, images: readonly InputImage[]): InputImages {
  const [first] = images;
  if (!first || images.some(({ file }) => file !== first.file)) return inputs;
  return {
    ...inputs,
    files: inputs.files.map(({ name, file, ...rest }) => ({
      ...rest,
      name: `${first.file}${name.slice(file.length)}`,
      file: first.file,
    })),
  };
}

/**
 * Find the file that belongs to each image: same name, or same name except for the extension.
 *
 * @param place - Path from which `files` and `unreadable` were read.
 * @throws InputMatchError if the file of an image is missing, unreadable or ambiguous.
 */
function matchFiles<
  Image extends Pick<InputImage, "name" | "file">,
  File extends Pick<InputImage, "name" | "file">,
>(
  place: string,
  { files, unreadable }: Pick<InputImages, "unreadable"> & { readonly files: readonly File[] },
  images: readonly Image[],
): ReadonlyMap<Image, File> {
  const byStem = new Map<string, File[]>();
  for (const file of files) byStem.set(stem(file), [...(byStem.get(stem(file)) ?? []), file]);
  const broken = new Map(
    unreadable.map((file) => [stem({ name: nameBelow(path.resolve(place), file.path) }), file] as const),
  );
  return new Map(
    images.map((image) => {
      // A file of one image belongs to every plane of a stack of its name.
      const found = byStem.get(stem(image)) ?? byStem.get(stem({ name: image.file })) ?? [];
      const file = found.find(({ name }) => canonicalName(name) === canonicalName(image.name)) ?? found[0];
      if (!file) {
        const unread = broken.get(stem({ name: image.file }));
        throw new InputMatchError(
          place,
          unread
            ? { code: "ERR_UNREADABLE_MATCH", image: image.name, file: unread }
            : { code: "ERR_NO_MATCH", image: image.name },
        );
      }
      if (found.length > 1 && canonicalName(file.name) !== canonicalName(image.name)) {
        const names = found.map(({ name }) => name);
        throw new InputMatchError(place, { code: "ERR_SEVERAL_MATCHES", image: image.name, names });
      }
      return [image, file];
    }),
  );
}

/** Return the name without extension, in the form by which names are compared. */
function stem(sample: NamedSample): string {
  return canonicalName(sampleStem(sample));
}

/** Return a file's path relative to a folder, with "/" as separator on every system. */
function nameBelow(folder: string, file: string): string {
  return path.relative(folder, file).split(path.sep).join("/");
}
