import { type CellImage, imageProcessor } from "@cellgen/data";
import type { DiffusionModel } from "@cellgen/pipelines";
import { type InputFile, readInputs } from "../../input/readInputs.ts";
import { namingUnfit } from "../../input/unfitImageError.ts";
import { classLabel } from "../../model/drawing.ts";
import type { Io } from "../../terminal/io.ts";
import { UsageError } from "../../terminal/usageError.ts";
import type { InterpolateSettings } from "./options.ts";

/** What lies at one end of the frames. */
interface ImageEnd {
  readonly file: InputFile;
  readonly image: CellImage;
}

/** What frames are drawn between. */
export interface InterpolationEnds {
  readonly seeds?: readonly [from: number, to: number];
  readonly images?: readonly [from: ImageEnd, to: ImageEnd];
  readonly labels: number | readonly [from: number, to: number] | undefined;
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
  const labels = settings.class === undefined ? undefined : endLabels(settings.class, card.classes);
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
  const read = async (given: string): Promise<ImageEnd> => {
    const [file] = (await readInputs("--images", given, io)).files;
    namingUnfit(file!.path, () => processor.placement(file!));
    return { file: file!, image: (await file!.read()).image };
  };
  return { images: [await read(files[0]), await read(files[1])], labels };
}

function endLabels(name: string, classes: readonly string[]): number | readonly [from: number, to: number] {
  const parts = name.split(",");
  if (classes.includes(name) || parts.length !== 2) return classLabel("--class", name, classes);
  return [classLabel("--class", parts[0]!, classes), classLabel("--class", parts[1]!, classes)];
}
