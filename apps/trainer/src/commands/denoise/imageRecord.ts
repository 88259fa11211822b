import type { DenoisedCell } from "@cellgen/pipelines/node";
import type { FileToProcess } from "../../apply/processFiles.ts";
import { reportTexts } from "../../apply/reportTexts.ts";
import { shownPath } from "../../terminal/shownPath.ts";

/** Return the entry of an image in denoise.json. */
export function imageRecord(
  { file, outputs }: FileToProcess,
  { images, uncertainty, noisy, fields, comparisons, warnings, notes, looksClean, comparison }: DenoisedCell,
): Readonly<Record<string, unknown>> {
  const { photon } = noisy.scale;
  return {
    file: shownPath(file.path),
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
    doubts: warnings.map(reportTexts.warningText),
    notes: notes.map(reportTexts.noteText),
    ...(comparison ? { scores: comparison.scores, filters: comparison.strengths } : {}),
  };
}
