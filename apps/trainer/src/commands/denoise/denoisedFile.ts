import type { InputImage } from "@cellgen/data/node";
import { errorRatio } from "@cellgen/filters";
import { bestFilter, type ReferenceScores } from "@cellgen/pipelines";
import type { DenoisedCell } from "@cellgen/pipelines/node";
import type { ProcessedFile } from "../../apply/processFiles.ts";
import { imageNoteText, warningText } from "../../report/imageNoteText.ts";
import { number, shownPath } from "../../terminal/describe.ts";
import type { DenoiseSettings } from "./options.ts";
import { decibels } from "./scoreTable.ts";

/** What the report and the record need of a denoised image. */
export interface DenoisedFile extends ProcessedFile {
  /** Warnings about the result. */
  readonly warnings: readonly string[];
  readonly scores: ReferenceScores["scores"] | undefined;
}

/** @param outputs - The names of the images, and of the uncertainty. */
export function denoisedFile(
  file: InputImage,
  result: DenoisedCell,
  outputs: readonly string[],
): DenoisedFile {
  const warnings = result.warnings.map(warningText);
  return {
    file,
    notes: result.notes.map(imageNoteText),
    warnings,
    scores: result.comparison?.scores,
    tableRow: tableRow(result, outputs.length > result.images.length),
    record: imageRecord(file, result, outputs, warnings),
  };
}

function imageRecord(
  { path: file }: InputImage,
  { images, uncertainty, noisy, fields, comparisons, looksClean, comparison }: DenoisedCell,
  outputs: readonly string[],
  warnings: readonly string[],
): Readonly<Record<string, unknown>> {
  const { photon } = noisy.scale;
  return {
    file: shownPath(file),
    outputs: outputs.slice(0, images.length),
    noise: {
      ...(photon ? { ...photon, sigmaStabilised: noisy.sigma } : { sigma: noisy.sigma }),
      white: noisy.white,
      cutOff: noisy.clippedShare,
      ofUnitImage: noisy.noise,
      looksClean,
    },
    ...(uncertainty
      ? { uncertainty: { file: outputs[images.length], rootMeanSquare: uncertainty.rootMeanSquare } }
      : {}),
    fields: fields.map(({ timestep, timestepNoise, isBelowModel, calls, residual }) => {
      const { warnings, ...measured } = residual;
      const doubts = warnings.map(({ message }) => message);
      return { timestep, timestepNoise, isBelowModel, calls, residual: { ...measured, doubts } };
    }),
    besideBlur: comparisons.map(({ model, blur }) => ({ model, blur })),
    doubts: warnings,
    notes: noisy.notes.map(imageNoteText),
    ...(comparison ? { scores: comparison.scores, filters: comparison.strengths } : {}),
  };
}

/** The row of the table under {@link imageTable}. */
function tableRow(
  { noisy, fields, comparisons, uncertainty, comparison, looksClean }: DenoisedCell,
  hasUncertainty: boolean,
): string[] {
  const sigma = number(noisy.sigma);
  const worst = fields.reduce<DenoisedCell["fields"][number] | undefined>(
    (worst, field) =>
      !worst || field.residual.warnings.length > worst.residual.warnings.length ? field : worst,
    undefined,
  );
  const residual = worst?.isBelowModel ? undefined : worst?.residual;
  // Adding 0 to what rounds to -0 makes it 0.
  const ofNoise = (value: number): string =>
    noisy.noise > 0 ? (Math.round((100 * value) / noisy.noise) / 100 + 0).toFixed(2) : "–";
  const errors = comparisons.flatMap((compared) => errorRatio(compared) ?? []);
  const scores = comparison?.scores;
  return [
    `${noisy.scale.photon ? `photon, ${sigma} stabilised` : sigma}${looksClean ? ", rather texture" : ""}`,
    worst ? String(worst.timestep) : "none",
    residual ? ofNoise(residual.std) : "–",
    residual ? ofNoise(residual.mean) : "–",
    residual ? residual.structure.toFixed(2) : "–",
    errors.length > 0 ? Math.max(...errors).toFixed(2) : "–",
    ...(hasUncertainty ? [uncertainty ? number(uncertainty.rootMeanSquare) : "–"] : []),
    ...(scores ? [scores.noisy, scores.model, scores[bestFilter(scores)]].map(decibels) : []),
  ];
}

export function imageTable({ samples, reference }: DenoiseSettings): {
  readonly header: readonly string[];
  readonly caption: string;
} {
  return {
    header: [
      "",
      "noise",
      "timestep",
      "residual",
      "shift",
      "structure",
      "error against a blur",
      ...(samples > 1 ? ["uncertainty"] : []),
      ...(reference === undefined ? [] : ["PSNR before", "after", "best filter"]),
    ],
    caption:
      "Residual: standard deviation of the removed noise, divided by that of the estimated noise; 1 for a sample, below 1 for a mean. " +
      "Shift: its mean, divided by the noise's standard deviation; about 0. " +
      "Structure: the spread of its means over 8 x 8 pixels, divided by that of white noise; well above 1 where structures larger than a pixel were removed. " +
      "Error against a blur: the model's error divided by that of the best Gaussian blur, both estimated without ground truth; above 1 for images unlike the training images; – where both errors are too small to compare." +
      (samples > 1 ? " Uncertainty: root mean square over all pixels, in grey levels." : ""),
  };
}
