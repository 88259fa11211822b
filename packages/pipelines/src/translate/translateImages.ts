import { type CellImage, type FitNote, imageProcessor, type UnitImage } from "@cellgen/data";
import { type StructureKept, structureKept } from "@cellgen/metrics";
import type { PipelineWarning } from "../pipelineWarning.ts";
import type { ClassJudge, ClassVerdict } from "./classJudge.ts";
import type { TranslatedImage, Translator } from "./createTranslator.ts";
import type { TranslateOptions } from "./translateOptions.ts";

/** An image, or a function that gives it. It is called twice, so that a large image is not kept while others are translated. */
export type ImageSource = CellImage | (() => CellImage | Promise<CellImage>);

export interface TranslateImagesOptions extends TranslateOptions {
  /** Recognises the class of images, to measure whether the target was reached: `trainClassJudge` of @cellgen/evaluation/node. */
  readonly judge?: ClassJudge | undefined;
  /** The largest value of all 16-bit images that are given together. @default each image's own */
  readonly brightest?: number;
}

/** A translated image. */
export interface TranslatedCellImage {
  /** Of the input's size, depth and channels. */
  readonly image: CellImage;
  readonly input: CellImage;
  /** Its number among the images. */
  readonly index: number;
  /** How much of the input's structure is left. */
  readonly structure: StructureKept;
  /** What the judge recognised. */
  readonly verdicts: { readonly before: ClassVerdict; readonly after: ClassVerdict } | undefined;
  /** Both in the model's size. */
  readonly units: { readonly before: UnitImage; readonly after: UnitImage };
  readonly warnings: readonly PipelineWarning<"class-not-reached">[];
  readonly notes: readonly FitNote[];
}

/**
 * Translates images of any size, depth and channels, all of one class, a batch at a time as they are asked for.
 *
 * @throws UnfitImageError if an image cannot be fitted to the model; RangeError if an option is out of range; the signal's reason.
 */
export async function* translateImages(
  translator: Translator,
  sources: readonly ImageSource[],
  options: TranslateImagesOptions,
): AsyncGenerator<TranslatedCellImage> {
  const { judge, brightest, ...translation } = options;
  const { card } = translator.model;
  const processor = imageProcessor(card);
  const fit = (image: CellImage) => processor.fit(image, brightest === undefined ? {} : { brightest });
  const units: UnitImage[] = [];
  for (const source of sources) {
    options.signal?.throwIfAborted();
    units.push(fit(await imageOf(source)).unit);
  }
  for await (const after of translator.translate(units, translation)) {
    const { index } = after;
    const before = units[index]!;
    const input = await imageOf(sources[index]!);
    const { restore, notes } = fit(input);
    const verdicts = judge && (await verdictsOf(judge, before, after));
    yield {
      image: restore(after.values),
      input,
      index,
      structure: structureKept(before, after),
      verdicts,
      units: { before, after },
      warnings: classWarnings(card.classes, after.label, verdicts),
      notes,
    };
  }
}

function imageOf(source: ImageSource): CellImage | Promise<CellImage> {
  return typeof source === "function" ? source() : source;
}

async function verdictsOf(
  judge: ClassJudge,
  image: UnitImage,
  translated: TranslatedImage,
): Promise<NonNullable<TranslatedCellImage["verdicts"]>> {
  const [before, after] = await judge([image, translated]);
  return { before: before!, after: after! };
}

function classWarnings(
  classes: readonly string[],
  to: number | undefined,
  verdicts: TranslatedCellImage["verdicts"],
): PipelineWarning<"class-not-reached">[] {
  if (!verdicts || to === undefined || verdicts.after.label === to) return [];
  const message = `The judge recognises ${classes[verdicts.after.label]}, not ${classes[to]}: the class was not reached. Use a higher strength or guidance scale.`;
  return [{ code: "class-not-reached", message }];
}
