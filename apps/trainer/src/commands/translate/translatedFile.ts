import type { InputImage } from "@cellgen/data/node";
import type { TranslatedCell } from "@cellgen/pipelines/node";
import type { ProcessedFile } from "../../apply/processFiles.ts";
import { imageNoteText } from "../../report/imageNoteText.ts";

/** What the report needs of a translated image. */
export interface TranslatedFile extends ProcessedFile, Pick<TranslatedCell, "units" | "verdicts"> {}

/** A file and how it was translated. */
export interface TranslationOfFile {
  readonly file: InputImage;
  /** The name of the result. */
  readonly output: string;
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly seed: number;
  /** Those of the model. */
  readonly classes: readonly string[];
}

export function translatedFile(
  { index, structure, units, verdicts, notes }: TranslatedCell,
  { file, output, from, to, seed, classes }: TranslationOfFile,
): TranslatedFile {
  const style = verdicts && {
    before: classes[verdicts.before.label]!,
    after: classes[verdicts.after.label]!,
    probability: verdicts.after.probabilities[classes.indexOf(to!)]!,
  };
  const noteTexts = notes.map(imageNoteText);
  return {
    file,
    notes: noteTexts,
    units,
    verdicts,
    tableRow: [
      from ?? "any",
      shownScore(structure.edges),
      shownScore(structure.ssim),
      ...(style ? [style.before, style.after, shownScore(style.probability)] : []),
    ],
    record: {
      file: file.path,
      output,
      from: from ?? null,
      to: to ?? null,
      seed,
      index,
      structure,
      ...(style ? { style } : {}),
      notes: noteTexts,
    },
  };
}

/** A score with two digits. */
export function shownScore(score: number | undefined): string {
  return score === undefined ? "none" : score.toFixed(2);
}
