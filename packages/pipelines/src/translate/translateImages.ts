import { type CellImage, type FitNote, imageProcessor, type SetRange, type UnitImage } from "@cellgen/data";
import { type StructureKept, structureKept } from "@cellgen/metrics";
import type { PipelineWarning } from "../pipelineWarning.ts";
import type { ClassJudge, ClassVerdict } from "./classJudge.ts";
import type { TranslatedImage, Translator } from "./createTranslator.ts";
import type { TranslateOptions } from "./translateOptions.ts";

/**
 * An image, or a function that returns it. The function is called twice, so that a large image is not kept in memory while others are translated.
 */
export type ImageSource = CellImage | (() => CellImage | Promise<CellImage>);

/** Options of `translateImages`. */
export interface TranslateImagesOptions extends TranslateOptions {
  /** Classifier that measures whether images reach the target class: `trainClassJudge` of @cellgen/evaluation/node. */
  readonly judge?: ClassJudge | undefined;
  /** Measured ranges of all images processed together, see `measureRanges` of @cellgen/data. @default those of each image */
  readonly inputRanges?: readonly SetRange[];
}

/** A translated image. */
export interface TranslatedCellImage {
  /** The image, in the input's size, depth and channels. */
  readonly image: CellImage;
  readonly input: CellImage;
  /** Index among the images. */
  readonly index: number;
  /** Similarity of structure between input and result. */
  readonly structure: StructureKept;
  /** Classes assigned by the judge; undefined without a judge. */
  readonly verdicts: { readonly before: ClassVerdict; readonly after: ClassVerdict } | undefined;
  /** Input and result at the model's size. */
  readonly units: { readonly before: UnitImage; readonly after: UnitImage };
  readonly warnings: readonly PipelineWarning<"class-not-reached">[];
  readonly notes: readonly FitNote[];
}

/**
 * Translate images of one class, of any size, depth and channels, one batch at a time on demand.
 *
 * @throws UnfitImageError if an image cannot be fitted to the model; RangeError if an option is out of range; the signal's reason when aborted.
 */
export async function* translateImages(
  translator: Translator,
  sources: readonly ImageSource[],
  options: TranslateImagesOptions,
): AsyncGenerator<TranslatedCellImage> {
  const { judge, inputRanges: inputs, ...translation } = options;
  const { card } = translator.model;
  const processor = imageProcessor(card);
  const fit = (image: CellImage) => processor.fit(image, { inputs, clip: true });
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
  const message = `The classifier assigns the class ${classes[verdicts.after.label]}, not ${classes[to]}: the target class was not reached.`;
  return [{ code: "class-not-reached", message, remedy: "Use a higher strength or guidance scale." }];
}
