import { imageProcessor, indexOfName } from "@cellgen/data";
import { type InputImage, readInputs } from "@cellgen/data/node";
import type { DiffusionModel } from "@cellgen/pipelines";
import type { NamedImage } from "@cellgen/pipelines/report";
import { fittingInputs } from "../../input/fittingInputs.ts";
import { readPlace } from "../../input/readPlace.ts";
import { selectionOf } from "../../input/selectionOf.ts";
import type { CommandContext } from "../../runner/commandDefinition.ts";
import { warn } from "../../terminal/io.ts";
import { UsageError } from "../../terminal/usageError.ts";
import type { InterpolateSettings } from "./options.ts";
import { twoFiles } from "./twoFiles.ts";

/** An image at one end of the interpolation. */
interface ImageEnd
  extends NamedImage,
    Pick<InputImage, "width" | "height" | "channels" | "pixelType" | "format"> {
  readonly path: string;
}

export interface InterpolationEnds {
  /** Two seeds or two images. */
  readonly ends: readonly [from: number, to: number] | readonly [from: ImageEnd, to: ImageEnd];
  /** Class of all frames, or of each end; undefined = any. */
  readonly class: string | readonly [from: string, to: string] | undefined;
}

/** Read the ends of an interpolation.
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
        `--seeds must be two different seeds, got ${seeds}: all frames would be the same. Give two seeds, or two classes as --class A,B.`,
      );
    }
    return { ends: [from, to], class: ofClass };
  }
  const processor = imageProcessor(card);
  const read = async (place: string): Promise<ImageEnd> => {
    const inputs = await readPlace("--images", context, (options) =>
      readInputs(place, { ...options, ...selectionOf(context.settings, card), probeLarge: false }),
    );
    const fitting = await fittingInputs(inputs, (file) => processor.placement(file));
    const [file] = fitting.files;
    for (const line of fitting.notes) warn(context.io, `note: ${line}`);
    return { ...file!, image: (await file!.read()).image };
  };
  return { ends: [await read(files[0]), await read(files[1])], class: ofClass };
}

/** Parse the class of all frames or the classes of both ends. The name of a class may contain a comma. */
function endClasses(name: string | undefined, classes: readonly string[]): InterpolationEnds["class"] {
  const parts = name?.split(",") ?? [];
  if (name === undefined || indexOfName(classes, name) >= 0 || parts.length !== 2) return name;
  return [parts[0]!, parts[1]!];
}
