import { displayRanges } from "@cellgen/data";
import { plural } from "@cellgen/data/text";
import { imageTile, rowsWithMiddle, type SheetRow } from "@cellgen/figures";
import { runningStructureKept } from "@cellgen/metrics";
import type { TranslateCellsOptions, TranslatedCell } from "../pipeline/translateCells.ts";
import { translateDefaults } from "../translate/translateOptions.ts";
import { imageCollector } from "./imageCollector.ts";
import type { ResultReport, ResultReportContents, ResultReportOptions } from "./resultReport.ts";
import { samplerName } from "./samplerName.ts";
import {
  type JudgeAccuracy,
  scoreText,
  type TranslationScores,
  translationScoreTable,
  translationWarnings,
} from "./translationScores.ts";
import { warningText as plainWarningText, warningLines, warningTable } from "./warningLines.ts";

/** Options of `translationReport`. */
export interface TranslationReportOptions
  extends ResultReportOptions,
    Pick<TranslateCellsOptions, "method" | "sampler" | "strength" | "guidanceScale" | "keep"> {
  readonly steps: number;
  /** Name of the target class. @default none */
  readonly to?: string | undefined;
  /** Name of the source class. @default unknown, or different for the images */
  readonly from?: string | undefined;
  /** Classes of the model. */
  readonly classes: readonly string[];
  /** Accuracy of the judge used for the translation. @default no judge */
  readonly judge?: JudgeAccuracy | undefined;
}

export interface TranslationReportContents extends ResultReportContents {
  readonly scores: TranslationScores;
}

const MAX_SHEET_ROWS = 48;

/**
 * Create the report on translated images: images before and after, how much structure was kept, and whether a judge assigns the target class.
 *
 * @param options - Options that the images were translated with.
 */
export function translationReport(
  options: TranslationReportOptions,
): ResultReport<TranslatedCell, TranslationReportContents> {
  const { method = translateDefaults.method, to, from, classes, judge, steps, keep, listedIn } = options;
  const { sampler = translateDefaults.sampler, guidanceScale = 1, warningText = plainWarningText } = options;
  const { strength = translateDefaults.strength[method] } = options;
  const collector = imageCollector(MAX_SHEET_ROWS, options);
  const structure = runningStructureKept();
  const judged: TranslatedCell["verdicts"][] = [];
  const share = (when: "before" | "after"): number =>
    judged.filter((verdicts) => verdicts && classes[verdicts[when].label] === to).length / judged.length;
  return {
    add(name, result) {
      const { notes, warnings, units, verdicts } = result;
      structure.add(units.before, units.after, result.structure);
      judged.push(verdicts);
      collector.add(name, {
        notes,
        warnings,
        cells: cellsOf(result, classes, to),
        sheetRows: () => sheetRows(name, result, options.displayColors),
      });
    },
    async contents() {
      const { images } = collector;
      const scores: TranslationScores = {
        structure: structure.scores(),
        reached: judge && { before: share("before"), after: share("after") },
      };
      const { sheet, section } = await collector.sheet(
        ["before", "after"],
        "Each image before and after. The first images, not selected.",
      );
      const recognised = judge ? ["class before", "class after", `probability of ${to}`] : [];
      return {
        title: to === undefined ? "Varied images" : `Images as ${to}`,
        summary:
          `${plural(images.length, "image")} by ${method}: ${samplerName(sampler)}, ${plural(steps, "step")}, strength ${strength}, guidance ${guidanceScale}` +
          `${keep ? `, ${keep} kept` : ""}.`,
        warnings: [
          ...(method === "ddib" && to !== undefined && from === to
            ? [`Translated from ${to} to ${to}: any change is the error of inversion and generation.`]
            : []),
          ...translationWarnings(scores, to, method).map(warningText),
          ...warningLines(images),
          ...collector.noteLines(),
        ],
        sections: [
          section,
          translationScoreTable(scores, { images: images.length, target: to, judge }),
          ...warningTable(images, listedIn),
          collector.table(["image", "translated from", "edges", "SSIM", ...recognised], ""),
        ],
        sheet,
        scores,
      };
    },
  };
}

function cellsOf(
  { from, structure, verdicts }: TranslatedCell,
  classes: readonly string[],
  to: string | undefined,
): string[] {
  return [
    from ?? "any",
    scoreText(structure.edges),
    scoreText(structure.ssim),
    ...(verdicts
      ? [
          classes[verdicts.before.label]!,
          classes[verdicts.after.label]!,
          scoreText(verdicts.after.probabilities[classes.indexOf(to!)]),
        ]
      : []),
  ];
}

function sheetRows(
  name: string,
  translated: TranslatedCell,
  colors: readonly string[] | undefined,
): SheetRow[] {
  const { input } = translated;
  const range = displayRanges([input, translated]);
  return rowsWithMiddle(name, [
    imageTile(input, range, { colors }),
    imageTile(translated, range, { colors }),
  ]);
}
