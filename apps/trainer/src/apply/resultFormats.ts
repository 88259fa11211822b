import type { ImageFileFormat, PixelType } from "@cellgen/data";
import { fitsPng, type InputImage, writtenFormatOf } from "@cellgen/data/node";
import type { OutputFormat } from "../options/formatOption.ts";
import { shownPath } from "../terminal/shownPath.ts";
import { UsageError } from "../terminal/usageError.ts";

/** Size and type of images to write. */
export interface WrittenKind {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly channelNames?: readonly string[];
  readonly pixelType: PixelType;
}

/**
 * Return the format of the results of each file: --format, or that of the file. Files in npz or OME-Zarr that differ in size or type get
 * single images.
 *
 * @throws UsageError if --format cannot hold the images of a file, or all of them together.
 */
export function resultFormats(
  files: readonly InputImage[],
  asked: OutputFormat | undefined,
): readonly OutputFormat[] {
  const other = files.find((file) => kindText(file) !== kindText(files[0]!));
  if (asked === undefined) {
    const sets = new Set(files.map(({ format }) => setFormatOf(format)));
    const [set] = sets;
    if (set !== undefined && sets.size === 1 && !other) return files.map(() => set);
    return files.map((file) => writtenFormatOf(file.format, file));
  }
  if (isSetFormat(asked) && other) {
    const [a, b] = [files[0]!, other].map((file) => `${kindText(file)} (${shownPath(file.path)})`);
    throw new UsageError(
      `--format ${asked} requires images of one size and type, got ${a} and ${b}. Use --format tiff.`,
    );
  }
  for (const file of files) checkFormat(asked, file, ` of ${shownPath(file.path)}`);
  return files.map(() => asked);
}

/**
 * Return the format of generated images: --format, or that of a model's training images.
 *
 * @param recorded - Format of the training images, from the card's training record.
 * @throws UsageError if --format cannot hold the images.
 */
export function generatedFormat(
  kind: WrittenKind,
  recorded: unknown,
  asked: OutputFormat | undefined,
): OutputFormat {
  if (asked !== undefined) {
    checkFormat(asked, kind, "");
    return asked;
  }
  const format = fileFormats.find((name) => name === recorded);
  return setFormatOf(format) ?? writtenFormatOf(format, kind);
}

export function isSetFormat(format: OutputFormat): format is "npz" | "zarr" {
  return format === "npz" || format === "zarr";
}

const fileFormats: readonly ImageFileFormat[] = [
  ...(["png", "jpeg", "webp", "gif", "bmp", "tiff", "ome-tiff"] as const),
  ...(["ome-zarr", "npy", "npz"] as const),
];

/** Return the format of a set for results of files that are sets themselves. */
function setFormatOf(format: ImageFileFormat | undefined): "npz" | "zarr" | undefined {
  if (format === "npy" || format === "npz") return "npz";
  return format === "ome-zarr" ? "zarr" : undefined;
}

function kindText({ width, height, channels, pixelType }: WrittenKind): string {
  return `${width}x${height}x${channels} of ${pixelType}`;
}

function checkFormat(asked: OutputFormat, kind: WrittenKind, whose: string): void {
  if (asked !== "png" || fitsPng(kind)) return;
  const { channels, pixelType } = kind;
  throw new UsageError(
    `--format png cannot hold the ${channels === 1 ? "channel" : `${channels} channels`} of ${pixelType}${whose}. Use --format tiff or ome-tiff.`,
  );
}
