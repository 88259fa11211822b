import { number } from "@cellgen/data/text";
import { errorRatio } from "@cellgen/filters";
import { bestFilter } from "../denoise/referenceScores.ts";
import type { DenoisedCell } from "../pipeline/denoiseCell.ts";
import { decibels } from "./filterScores.ts";

/** Return the header and the caption of the table of denoised images. */
export function denoisedTable(
  hasUncertainty: boolean,
  hasReference: boolean,
): { readonly header: readonly string[]; readonly caption: string } {
  return {
    header: [
      "",
      "noise",
      "timestep",
      "residual",
      "shift",
      "structure",
      "error relative to a blur",
      ...(hasUncertainty ? ["uncertainty"] : []),
      ...(hasReference ? ["PSNR before", "after", "best filter"] : []),
    ],
    caption:
      "Residual: standard deviation of the removed noise, divided by that of the estimated noise; 1 for a sample, below 1 for a mean. " +
      "Shift: its mean, divided by the noise's standard deviation; about 0. " +
      "Structure: the spread of its means over 8 x 8 pixels, divided by that of white noise; well above 1 where structures larger than a pixel were removed. " +
      "Error against a blur: the model's error divided by that of the best Gaussian blur, both estimated without ground truth; above 1 for images unlike the training images; – where both errors are too small to compare." +
      (hasUncertainty ? " Uncertainty: root mean square over all pixels, in gray levels." : ""),
  };
}

/** Return the cells of an image's row, without its name. */
export function denoisedCells(
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
  // Adding 0 turns -0 into 0.
  const ofNoise = (value: number): string =>
    noisy.noise > 0 ? (Math.round((100 * value) / noisy.noise) / 100 + 0).toFixed(2) : "–";
  const errors = comparisons.flatMap((compared) => errorRatio(compared) ?? []);
  const scores = comparison?.scores;
  return [
    `${noisy.scale.photon ? `photon, ${sigma} stabilized` : sigma}${looksClean ? ", rather texture" : ""}`,
    worst ? String(worst.timestep) : "none",
    residual ? ofNoise(residual.std) : "–",
    residual ? ofNoise(residual.mean) : "–",
    residual ? residual.structure.toFixed(2) : "–",
    errors.length > 0 ? Math.max(...errors).toFixed(2) : "–",
    ...(hasUncertainty ? [uncertainty ? number(uncertainty.rootMeanSquare) : "–"] : []),
    ...(scores ? [scores.noisy, scores.model, scores[bestFilter(scores)]].map(decibels) : []),
  ];
}
