import { type CellImage, pixelTypeOf } from "@cellgen/data";
import {
  createImageSet,
  encodeImage,
  type FieldCrop,
  fitsPng,
  formatExtensions,
  type ImageSetWriter,
} from "@cellgen/data/node";
import { isSetFormat } from "../../../apply/resultFormats.ts";
import type { OutputFolder } from "../../../output/outputFolder.ts";
import { shownPath } from "../../../terminal/shownPath.ts";
import { UsageError } from "../../../terminal/usageError.ts";
import type { CropSettings } from "./cropOptions.ts";
import { folderOfLabel } from "./cropRequest.ts";

/** Origin of a crop. */
interface CropOrigin {
  /** Absolute path of the field's file. */
  readonly path: string;
  /** Name of the field's file in the folder of fields. */
  readonly field: string;
  /** Plane of the file, such as "z3t0"; "" for the only one. */
  readonly plane: string;
  /** Name of the crop's file without extension. */
  readonly stem: string;
}

/** Writes crops, and the list of their places. */
export interface CropWriter {
  /** Write a crop. It is not complete before `flush`. */
  write(crop: FieldCrop, origin: CropOrigin): Promise<void>;
  /** Wait for the files that are being written. */
  flush(): Promise<void>;
  /** Complete the set and write index.csv, if there is a crop. */
  finish(): Promise<void>;
  /** End after an error: remove an incomplete set, or list the files that were written. */
  abort(): Promise<void>;
}

/** Number of crops that are written at the same time: most of the time is spent on waiting for the disk. */
const PARALLEL_WRITES = 16;

/** Columns of index.csv. `left` to `height` is the rectangle in the field. */
const HEADER = ["file", "label", "source_image", "left", "top", "width", "height", "instance"];

/** Create a writer of crops to an output folder: one file for each crop, or one set. */
export function cropWriter(
  { format }: Pick<CropSettings, "format">,
  output: OutputFolder,
  hasLabels: boolean,
): CropWriter {
  const setFormat = format !== undefined && isSetFormat(format) ? format : undefined;
  const setFile = `crops.${setFormat}`;
  const rows: (string | number)[][] = [];
  const labels: string[] = [];
  const writing: Promise<void>[] = [];
  let hasPlanes = false;
  let set: ImageSetWriter | undefined;
  let first: { readonly kind: string; readonly path: string } | undefined;

  const flush = async (): Promise<void> => {
    await Promise.all(writing.splice(0));
  };
  const writeFile = async ({ image, box }: FieldCrop, { path, stem }: CropOrigin): Promise<string> => {
    const canBePng = fitsPng({ channels: image.channels, pixelType: pixelTypeOf(image.data) });
    const own = setFormat === undefined ? format : undefined;
    const written = (own ?? (canBePng ? "png" : "tiff")) as keyof typeof formatExtensions;
    if (written === "png" && !canBePng) {
      throw new UsageError(
        `--format png cannot hold the pixels of ${shownPath(path)}: only 1 or 3 channels of 8 or 16 bits. Use --format tiff.`,
      );
    }
    const name = `${folderOfLabel(box, hasLabels)}${stem}${formatExtensions[written]}`;
    const done = encodeImage(image, { format: written }).then((bytes) => output.write(name, bytes));
    done.catch(() => {}); // The error is reported where the writes are awaited.
    writing.push(done);
    if (writing.length >= PARALLEL_WRITES) await flush();
    return name;
  };
  const append = async ({ image }: FieldCrop, { path }: CropOrigin): Promise<void> => {
    const kind = kindOf(image);
    first ??= { kind, path };
    if (kind !== first.kind) {
      throw new UsageError(
        `--format ${setFormat} requires fields with the same channels and type, got ${first.kind} (${shownPath(first.path)}) and ${kind} (${shownPath(path)}). Use --format tiff.`,
      );
    }
    set ??= await createImageSet(await output.place(setFile), { format: setFormat!, ...layoutOf(image) });
    await set.append(image);
  };
  const finish = async (): Promise<void> => {
    if (rows.length === 0) return;
    await set?.finish(hasLabels ? classesOf(labels) : {});
    const digits = String(rows.length - 1).length;
    const lines = rows.map(([name = "", ...row], index) => {
      const file = setFormat === undefined ? name : `${setFile}#${String(index).padStart(digits, "0")}`;
      return [file, ...(hasPlanes ? row : row.slice(0, -1))].map(csvCell).join(",");
    });
    const header = hasPlanes ? [...HEADER, "source_plane"] : HEADER;
    await output.write("index.csv", `${[header.join(","), ...lines].join("\n")}\n`);
  };
  return {
    async write(crop, origin) {
      if (rows.length === 0) await output.begin([]);
      const name = setFormat === undefined ? await writeFile(crop, origin) : await append(crop, origin);
      const { left, top, width, height } = crop.window;
      const { label = "", instance = "" } = crop.box ?? {};
      labels.push(label);
      hasPlanes ||= origin.plane !== "";
      rows.push([name ?? "", label, origin.field, left, top, width, height, instance, origin.plane]);
    },
    flush,
    finish,
    abort: () => (set ? set.abort() : finish()),
  };
}

function kindOf({ channels, data }: CellImage): string {
  return `${channels === 1 ? "1 channel" : `${channels} channels`} of ${pixelTypeOf(data)}`;
}

function layoutOf({ width, height, channels, data, channelNames, pixelSizeMicrometres }: CellImage) {
  return {
    ...{ width, height, channels, pixelType: pixelTypeOf(data) },
    ...(channelNames ? { channelNames } : {}),
    ...(pixelSizeMicrometres === undefined ? {} : { pixelSizeMicrometres }),
  };
}

/** Return the classes of a set, sorted by name. */
function classesOf(names: readonly string[]): { labels: readonly number[]; classNames: readonly string[] } {
  const shown = names.map((name) => name || "unlabelled");
  const classNames = [...new Set(shown)].sort();
  const labelOf = new Map(classNames.map((name, label) => [name, label]));
  return { labels: shown.map((name) => labelOf.get(name)!), classNames };
}

function csvCell(value: string | number): string {
  const text = String(value);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
