import { type CellImage, imageProcessor } from "@cellgen/data";
import type { DiffusionModel, InterpolateOptions } from "@cellgen/pipelines";
import { fittingInputs } from "../../input/fittingInputs.ts";
import { type InputFile, readInputs } from "../../input/readInputs.ts";
import { classLabel } from "../../model/drawing.ts";
import type { Io } from "../../terminal/io.ts";
import { UsageError } from "../../terminal/usageError.ts";
import type { InterpolateSettings } from "./options.ts";
import { twoFiles } from "./twoFiles.ts";

/** An image at one end of the frames. */
interface ImageEnd {
  readonly file: InputFile;
  readonly image: CellImage;
}

/** Both ends: seeds, or images. */
export interface InterpolationEnds {
  readonly seeds?: readonly [from: number, to: number];
  readonly images?: readonly [from: ImageEnd, to: ImageEnd];
  /** The class of all frames, or of both ends; undefined = any. */
  readonly labels: number | readonly [from: number, to: number] | undefined;
}

/** How frames are drawn. */
export type FrameDrawing = InterpolateOptions & { readonly steps: number };

/**
 * Reads the ends of an interpolation.
 *
 * @throws UsageError if both seeds are the same, a file cannot be read or fitted, or the model has no such class.
 */
export async function interpolationEnds(
  { seeds, images, class: ofClass }: InterpolateSettings,
  { card }: DiffusionModel,
  io: Io,
): Promise<InterpolationEnds> {
  const files = images === undefined ? undefined : twoFiles(images);
  const labels = ofClass === undefined ? undefined : endLabels(ofClass, card.classes);
  if (files === undefined) {
    const [from, to] = seeds!.split(",").map(Number) as [number, number];
    if (from === to && typeof labels !== "object") {
      throw new UsageError(
        `--seeds ${seeds} are one seed, and all frames would be the same. Give two, or two classes as --class A,B.`,
      );
    }
    return { seeds: [from, to], labels };
  }
  const processor = imageProcessor(card);
  const read = async (place: string): Promise<ImageEnd> => {
    const inputs = await readInputs("--images", place, io);
    const [file] = (await fittingInputs(inputs, (file) => processor.placement(file))).files;
    return { file: file!, image: (await file!.read()).image };
  };
  return { images: [await read(files[0]), await read(files[1])], labels };
}

function endLabels(name: string, classes: readonly string[]): number | readonly [from: number, to: number] {
  const parts = name.split(",");
  if (classes.includes(name) || parts.length !== 2) return classLabel("--class", name, classes);
  return [classLabel("--class", parts[0]!, classes), classLabel("--class", parts[1]!, classes)];
}
