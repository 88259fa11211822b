import type { DenoisedCell } from "@cellgen/pipelines/node";
import { reportTexts } from "../../apply/reportTexts.ts";
import { shownPath } from "../../terminal/shownPath.ts";

/** Return the entry of an image in denoise.json. */
export function imageRecord(
  path: string,
  { outputs, map }: { readonly outputs: readonly string[]; readonly map: string | undefined },
  { uncertainty, noisy, fields, comparisons, warnings, notes, looksClean, comparison }: DenoisedCell,
): Readonly<Record<string, unknown>> {
  const { photon } = noisy.scale;
  return {
    file: shownPath(path),
    outputs,
    noise: {
      ...(photon ? { ...photon, sigmaStabilised: noisy.sigma } : { sigma: noisy.sigma }),
      white: noisy.white,
      cutOff: noisy.clippedShare,
      ofUnitImage: noisy.noise,
      looksClean,
    },
    ...(uncertainty ? { uncertainty: { file: map, rootMeanSquare: uncertainty.rootMeanSquare } } : {}),
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
