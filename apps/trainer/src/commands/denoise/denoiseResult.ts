import path from "node:path";
import { errorRatio } from "@cellgen/filters";
import type { ImageScore } from "@cellgen/metrics";
import type { Result } from "../../output/writeResult.ts";
import { imageNotes } from "../../report/imageNotes.ts";
import { imageNoteText } from "../../report/imageNoteText.ts";
import type { ReportSection } from "../../report/report.ts";
import { number, plural, shownPath } from "../../terminal/describe.ts";
import { table } from "../../terminal/table.ts";
import type { DenoisedFile } from "./denoiseImages.ts";
import { bestFilter, type Method, meanScores, methodNames, type Scored } from "./denoiseScores.ts";
import { doubtLines, doubtTable } from "./denoiseWarnings.ts";
import type { DenoiseSettings } from "./options.ts";

/** Lines of the table of images, at most. */
const LINES = 50;

/** What the report and the record of `cellgen denoise` say. */
export function denoiseResult(
  settings: DenoiseSettings,
  denoised: readonly DenoisedFile[],
  sheet: Uint8Array,
  leftOut: readonly string[],
): Result {
  const { mode, samples, reference } = settings;
  const scored = denoised.flatMap(({ scored }) => scored ?? []);
  return {
    command: "denoise",
    title: `${path.basename(path.resolve(settings.input))}: denoised`,
    summary: summary(settings, denoised),
    warnings: [...leftOut, ...doubtLines(denoised), ...imageNotes(denoised)],
    sections: [
      {
        kind: "picture",
        title: "Before and after",
        caption:
          `“Taken away” is what lies between them, grey where that is nothing, black and white at four standard deviations of the noise: it should look like noise, without cells in it. ` +
          `${samples > 1 ? `“Uncertainty” is the standard deviation of ${samples} samples, white at each image's least certain pixel. ` : ""}` +
          `${reference === undefined ? "" : "“Best filter” is the one of four that comes nearest to the reference."}`,
        image: sheet,
      },
      ...(scored.length > 0 ? [scoreTable(scored)] : []),
      ...doubtTable(denoised),
      imageTable(denoised),
      { kind: "text", title: "How to read it", paragraphs: explanation(mode, samples) },
    ],
    record: {
      ...(scored.length > 0 ? { meanScores: meanScores(scored) } : {}),
      images: denoised.map(imageRecord),
    },
  };
}

function summary({ mode, samples, noise }: DenoiseSettings, denoised: readonly DenoisedFile[]): string {
  const how =
    samples > 1
      ? `${mode === "mean" ? "the mean of " : ""}${plural(samples, "sample")} each`
      : mode === "mean"
        ? "the estimate of least squared error"
        : "one sample each";
  const level = noise === "auto" ? "noise estimated from each image" : `noise ${noise}, in grey levels`;
  return `${plural(denoised.length, "image")}: ${how}; ${level}.`;
}

const decibels = ({ psnr }: ImageScore): string => (Number.isFinite(psnr) ? psnr.toFixed(2) : "equal");
const similarity = ({ ssim }: ImageScore): string => (ssim === undefined ? "–" : ssim.toFixed(4));

/** The mean scores for the terminal; none without a reference. */
export function scoreLines(denoised: readonly DenoisedFile[]): string[] {
  const scored = denoised.flatMap(({ scored }) => scored ?? []);
  if (scored.length === 0) return [];
  const means = meanScores(scored);
  const rows = methodsOf(means).map((method) => [
    methodNames[method],
    decibels(means[method]),
    similarity(means[method]),
  ]);
  return table(["mean of all", ">PSNR", ">SSIM"], rows);
}

function methodsOf(means: Readonly<Record<Method, ImageScore>>): Method[] {
  return Object.keys(means) as Method[];
}

function scoreTable(scored: readonly Pick<Scored, "scores">[]): ReportSection {
  const means = meanScores(scored);
  const best = bestFilter(means);
  const gain = means.model.psnr - means[best].psnr;
  const gained = (method: Method): number => means[method].psnr - means.noisy.psnr;
  return {
    kind: "table",
    title: "Beside classical filters",
    caption:
      `Mean over ${plural(scored.length, "image")}. PSNR in decibels: 6 more halve the error. SSIM: 1 is equal. ` +
      // An image that equals its reference is better by no number.
      (Number.isFinite(gain)
        ? `The model is ${number(Math.abs(gain))} dB ${gain >= 0 ? "better" : "worse"} than the best filter (${methodNames[best]}). `
        : "") +
      "Each filter has the strength that suits it best for the same noise, found on the noisy image.",
    header: ["", "PSNR, dB", "SSIM", "PSNR gained"],
    rows: methodsOf(means).map((method) => [
      methodNames[method],
      decibels(means[method]),
      similarity(means[method]),
      Number.isFinite(gained(method)) ? gained(method).toFixed(2) : "–",
    ]),
  };
}

function imageTable(denoised: readonly DenoisedFile[]): ReportSection {
  const hasScores = denoised.some(({ scored }) => scored);
  const hasUncertainty = denoised.some(({ uncertainty }) => uncertainty !== undefined);
  // Adding 0 to what rounds to -0 makes it 0.
  const ratio = (value: number, of: number): string =>
    of > 0 ? (Math.round((100 * value) / of) / 100 + 0).toFixed(2) : "–";
  return {
    kind: "table",
    title: "Images",
    caption:
      `${denoised.length > LINES ? `The first ${LINES} of ${denoised.length}; all are in denoise.json. ` : ""}` +
      "Taken away: the spread of what was taken away, divided by the noise's; below 1 for a mean, since what the model is unsure of stays, and 1 for a sample. " +
      "Shift: its mean, divided by the noise's; about 0. " +
      "Structure: how much its means over 8 x 8 pixels spread, divided by those of white noise; well above 1 things larger than a pixel went with the noise. " +
      "Error beside a blur: the model's, divided by that of the best Gaussian blur, both estimated without the clean image; above 1 the model does not know such images; – where both errors are too small to tell, as in an image of one colour, and where nothing was compared." +
      `${hasUncertainty ? " Uncertainty: of all pixels (root mean square), in grey levels." : ""}`,
    header: [
      "",
      "noise",
      "timestep",
      "taken away",
      "shift",
      "structure",
      "error beside a blur",
      ...(hasUncertainty ? ["uncertainty"] : []),
      ...(hasScores ? ["PSNR before", "after", "best filter"] : []),
    ],
    rows: denoised.slice(0, LINES).map((image) => {
      const { file, noisy, fields, comparisons, uncertainty, scored } = image;
      const worst = fields.reduce<DenoisedFile["fields"][number] | undefined>(
        (worst, field) =>
          !worst || field.residual.warnings.length > worst.residual.warnings.length ? field : worst,
        undefined,
      );
      const residual = worst?.isBelowModel ? undefined : worst?.residual;
      return [
        file.name,
        shownNoise(image),
        worst ? String(worst.timestep) : "none",
        residual ? ratio(residual.std, noisy.noise) : "–",
        residual ? ratio(residual.mean, noisy.noise) : "–",
        residual ? residual.structure.toFixed(2) : "–",
        shownTimes(comparisons.flatMap((compared) => errorRatio(compared) ?? [])),
        ...(hasUncertainty ? [uncertainty === undefined ? "–" : number(uncertainty)] : []),
        ...(hasScores
          ? scored
            ? [
                decibels(scored.scores.noisy),
                decibels(scored.scores.model),
                decibels(scored.scores[bestFilter(scored.scores)]),
              ]
            : ["–", "–", "–"]
          : []),
      ];
    }),
  };
}

function shownNoise({ noisy, looksClean }: DenoisedFile): string {
  const sigma = number(noisy.sigma);
  return `${noisy.scale.photon ? `photon, ${sigma} stabilised` : sigma}${looksClean ? ", rather texture" : ""}`;
}

function shownTimes(times: readonly number[]): string {
  return times.length === 0 ? "–" : Math.max(...times).toFixed(2);
}

function imageRecord({
  file,
  outputs,
  uncertaintyFile,
  uncertainty,
  noisy,
  fields,
  comparisons,
  looksClean,
  warnings,
  scored,
}: DenoisedFile): Readonly<Record<string, unknown>> {
  return {
    file: shownPath(file.path),
    outputs,
    noise: {
      ...(noisy.scale.photon
        ? { ...noisy.scale.photon, sigmaStabilised: noisy.sigma }
        : { sigma: noisy.sigma }),
      white: noisy.white,
      cutOff: noisy.cutOff,
      ofUnitImage: noisy.noise,
      looksClean,
    },
    ...(uncertaintyFile ? { uncertainty: { file: uncertaintyFile, rootMeanSquare: uncertainty } } : {}),
    fields: fields.map(({ residual: { warnings, ...residual }, ...field }) => ({
      ...field,
      residual: { ...residual, doubts: warnings.map(({ message }) => message) },
    })),
    besideBlur: comparisons.map(({ model, blur }) => ({ model, blur })),
    doubts: warnings,
    notes: noisy.notes.map(imageNoteText),
    ...(scored ? { scores: scored.scores, filters: scored.strengths } : {}),
  };
}

function explanation(mode: DenoiseSettings["mode"], samples: number): string[] {
  return [
    mode === "mean"
      ? "The images are means: of all images that the model holds possible, each pixel's mean. They are nearest to the truth on average, and soft where the model is unsure. A detail that is there in one of two possible images is there half."
      : "The images are samples: the model drew what may have been there. Details are plausible, not known; another seed gives others. Do not measure in them.",
    ...(samples > 1
      ? [
          "The uncertainty is that of the model, if it is right about what cells look like. Where it does not know the kind of cell, it may be sure and wrong.",
        ]
      : []),
    "Pixels that are black or white may have been more so, and were cut off by the file: the model counts them as at least that, so that the noise does not leave a veil on them. The filters see them as they are.",
    "A model can only judge images of the kind that it has learnt. If what was taken away shows outlines of cells, or the table says that it has structure, the model has replaced something: do not trust the image there. Under strong noise it may invent without a trace: an image that passes is not proven right.",
  ];
}
