import { bitDepthOf, type CellImage, imageProcessor } from "@cellgen/data";
import { psnr } from "@cellgen/metrics";
import type { DiffusionModel, UnitImage } from "@cellgen/pipelines";
import { type InputFile, readInput, readInputs } from "../../input/readInputs.ts";
import { namingUnfit } from "../../input/unfitImageError.ts";
import { classLabel } from "../../model/drawing.ts";
import { imageNoteText } from "../../report/imageNoteText.ts";
import type { Io } from "../../terminal/io.ts";
import { UsageError } from "../../terminal/usageError.ts";
import type { InterpolateSettings } from "./options.ts";

/** What lies at one end of the frames. */
interface ImageEnd {
  readonly file: InputFile;
  readonly image: CellImage;
  readonly unit: UnitImage;
  readonly notes: readonly string[];
}

/** What frames are drawn between, and how they become files. */
export interface InterpolationEnds {
  readonly seeds?: readonly [from: number, to: number];
  readonly images?: readonly [from: ImageEnd, to: ImageEnd];
  readonly labels: number | readonly [from: number, to: number] | undefined;
  /** A frame as pixels: of the first image's size and type, or of the files that the model learnt from. */
  frame(values: Float32Array, position: number): CellImage;
}

/**
 * Reads the ends of an interpolation.
 *
 * @param files - Those of the images; without, the ends are the settings' seeds.
 * @throws UsageError if both seeds are one, a file cannot be fitted, or the model has no such class.
 */
export async function interpolationEnds(
  settings: InterpolateSettings,
  files: readonly [from: string, to: string] | undefined,
  { card }: DiffusionModel,
  io: Io,
): Promise<InterpolationEnds> {
  const { seeds } = settings;
  const processor = imageProcessor(card);
  const labels = settings.class === undefined ? undefined : endLabels(settings.class, card.classes);
  if (files === undefined) {
    const [from, to] = seeds!.split(",").map(Number) as [number, number];
    if (from === to && typeof labels !== "object") {
      throw new UsageError(
        `--seeds ${seeds} are one seed, and all frames would be the same. Give two, or two classes as --class A,B.`,
      );
    }
    return {
      seeds: [from, to],
      labels,
      frame: (values) => processor.toImage(values),
    };
  }
  const inputs = await Promise.all(files.map((file) => readInputs("--images", file, io)));
  const brightest = Math.max(...inputs.map((input) => input.brightest));
  const read = async (file: InputFile) => {
    const image = await readInput(file);
    const { unit, restore, notes } = namingUnfit(file.path, () => processor.fit(image, { brightest }));
    return { file, image, unit, restore, notes: notes.map(imageNoteText) };
  };
  const [first, last] = [await read(inputs[0]!.files[0]!), await read(inputs[1]!.files[0]!)];
  return {
    images: [first, last],
    labels,
    frame: (values, position) =>
      isAlike(first.image, last.image)
        ? mixed(first.restore(values), last.restore(values), position)
        : first.restore(values),
  };
}

/** How close a frame comes to an image, in decibels, at the model's size. */
export function comesBack(image: UnitImage, values: Float32Array): number {
  return psnr(image.values, values, 2);
}

function endLabels(name: string, classes: readonly string[]): number | readonly [from: number, to: number] {
  const parts = name.split(",");
  if (classes.includes(name) || parts.length !== 2) return classLabel("--class", name, classes);
  return [classLabel("--class", parts[0]!, classes), classLabel("--class", parts[1]!, classes)];
}

function isAlike(a: CellImage, b: CellImage): boolean {
  return (
    a.width === b.width &&
    a.height === b.height &&
    a.channels === b.channels &&
    bitDepthOf(a) === bitDepthOf(b)
  );
}

/** Of both ends' ways back into a file's type, as much as the frame is near to each: a grey model leaves each its own hue. */
function mixed(first: CellImage, last: CellImage, position: number): CellImage {
  const data = first.data.slice();
  for (let i = 0; i < data.length; i++)
    data[i] = Math.round((1 - position) * first.data[i]! + position * last.data[i]!);
  return { ...first, data };
}
