import { type CellImage, imageProcessor } from "@cellgen/data";
import { type InputImage, readInputs } from "@cellgen/data/node";
import type { DiffusionModel, InterpolateOptions } from "@cellgen/pipelines";
import { fittingInputs } from "../../input/fittingInputs.ts";
import { readPlace } from "../../input/readPlace.ts";
import type { CommandContext } from "../../runner/commandDefinition.ts";
import { UsageError } from "../../terminal/usageError.ts";
import type { InterpolateSettings } from "./options.ts";
import { twoFiles } from "./twoFiles.ts";

/** An image at one end of the frames. */
interface ImageEnd {
  readonly file: InputImage;
  readonly image: CellImage;
}

/** Both ends: seeds, or images. */
export interface InterpolationEnds {
  readonly seeds?: readonly [from: number, to: number];
  readonly images?: readonly [from: ImageEnd, to: ImageEnd];
  /** The class of all frames, or of both ends; undefined = any. */
  readonly class: string | readonly [from: string, to: string] | undefined;
}

/** How frames are generated. */
export type FrameSampling = Omit<InterpolateOptions, "class"> & {
  readonly steps: number;
  /** The label of the class of all frames, or of both ends. */
  readonly labels?: number | readonly [from: number, to: number];
};

/**
 * Reads the ends of an interpolation.
 *
 * @throws UsageError if both seeds are the same, a file cannot be read or fitted, or the model has no such class.
 */
export async function interpolationEnds(
  context: CommandContext<InterpolateSettings>,
  { card }: DiffusionModel,
): Promise<InterpolationEnds> {
  const { seeds, images } = context.settings;
  const files = images === undefined ? undefined : twoFiles(images);
  const ofClass = endClasses(context.settings.class, card.classes);
  if (files === undefined) {
    const [from, to] = seeds!.split(",").map(Number) as [number, number];
    if (from === to && typeof ofClass !== "object") {
      throw new UsageError(
        `--seeds ${seeds} are one seed, and all frames would be the same. Give two, or two classes as --class A,B.`,
      );
    }
    return { seeds: [from, to], class: ofClass };
  }
  const processor = imageProcessor(card);
  const read = async (place: string): Promise<ImageEnd> => {
    const inputs = await readPlace("--images", context, (options) => readInputs(place, options));
    const [file] = (await fittingInputs(inputs, (file) => processor.placement(file))).files;
    return { file: file!, image: (await file!.read()).image };
  };
  return { images: [await read(files[0]), await read(files[1])], class: ofClass };
}

/** One class, or those of both ends. A class may hold a comma in its name. */
function endClasses(name: string | undefined, classes: readonly string[]): InterpolationEnds["class"] {
  const parts = name?.split(",") ?? [];
  if (name === undefined || classes.includes(name) || parts.length !== 2) return name;
  return [parts[0]!, parts[1]!];
}
