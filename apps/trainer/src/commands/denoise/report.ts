import path from "node:path";
import { meanReferenceScores } from "@cellgen/pipelines";
import type { FileReport } from "../../apply/processFiles.ts";
import { plural } from "../../terminal/describe.ts";
import type { DenoisedFile } from "./denoisedFile.ts";
import { warningLines, warningTable } from "./denoiseWarnings.ts";
import type { DenoiseSettings } from "./options.ts";
import { scoreLines, scoreTable } from "./scoreTable.ts";

export function sheetCaption({ samples, reference }: DenoiseSettings): string {
  return (
    "“Residual” is the difference, grey where there is none, black and white at four standard deviations of the noise: it should look like noise, without cells." +
    (samples > 1
      ? ` “Uncertainty” is the standard deviation of ${samples} samples, white at the least certain pixel of each image.`
      : "") +
    (reference === undefined ? "" : " “Best filter” is the closest of four to the reference.")
  );
}

/** The report and the record of `cellgen denoise`. */
export function denoiseReport(settings: DenoiseSettings, denoised: readonly DenoisedFile[]): FileReport {
  const { mode, samples, noise, input } = settings;
  const scored = denoised.flatMap(({ scores }) => (scores ? [{ scores }] : []));
  const means = scored.length > 0 ? meanReferenceScores(scored) : undefined;
  const how =
    samples > 1
      ? `${mode === "mean" ? "the mean of " : ""}${plural(samples, "sample")} each`
      : mode === "mean"
        ? "the estimate of minimum squared error"
        : "one sample each";
  const level = noise === "auto" ? "noise estimated from each image" : `noise ${noise}, in grey levels`;
  return {
    title: `${path.basename(path.resolve(input))}: denoised`,
    summary: `${plural(denoised.length, "image")}: ${how}; ${level}.`,
    warnings: warningLines(denoised),
    lines: means ? scoreLines(means) : [],
    sections: [...(means ? [scoreTable(means, scored.length)] : []), ...warningTable(denoised)],
    explanation: { kind: "text", title: "How to read it", paragraphs: explanation(mode, samples) },
    record: means ? { meanScores: means } : {},
  };
}

function explanation(mode: DenoiseSettings["mode"], samples: number): string[] {
  return [
    mode === "mean"
      ? "Each image is the mean of the plausible images. It has the smallest expected error. Where the model is uncertain, details are averaged."
      : "The images are samples: their details are plausible and depend on the seed. Do not use them for measurement.",
    ...(samples > 1
      ? ["The uncertainty is that of the model. For cell types outside the training set it can be too small."]
      : []),
    "Black and white pixels may have been clipped by the file. The model counts them as at least that dark or bright, to avoid a grey veil; the filters take them as they are.",
    "The checks are valid for images like the training images. If the residual shows outlines of cells, or its structure is well above 1, image content was replaced: do not use these areas. Under strong noise the model may add details that no warning reports.",
  ];
}
