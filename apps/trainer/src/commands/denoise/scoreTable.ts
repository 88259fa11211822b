import type { ReportSection } from "@cellgen/figures";
import type { ImageScore } from "@cellgen/metrics";
import { bestFilter, type ReferenceScores, type ScoredMethod } from "@cellgen/pipelines";
import { number, plural } from "../../terminal/describe.ts";
import { table } from "../../terminal/table.ts";

const methodNames: Readonly<Record<ScoredMethod, string>> = {
  noisy: "noisy image",
  model: "model",
  median: "median filter",
  gaussian: "Gaussian filter",
  totalVariation: "total variation",
  nonLocalMeans: "non-local means",
};
const methods = Object.keys(methodNames) as ScoredMethod[];

/** A PSNR without its unit. */
export const decibels = ({ psnr }: ImageScore): string => (Number.isFinite(psnr) ? psnr.toFixed(2) : "equal");
const similarity = ({ ssim }: ImageScore): string => (ssim === undefined ? "–" : ssim.toFixed(4));

/** The scores as lines of the terminal. */
export function scoreLines(means: ReferenceScores["scores"]): string[] {
  const [, ...columns] = scoreHeader;
  return table(["mean of all", ...columns.map((name) => `>${name}`)], scoreRows(means));
}

/** The scores as a table of the report. */
export function scoreTable(means: ReferenceScores["scores"], images: number): ReportSection {
  const best = bestFilter(means);
  const gain = means.model.psnr - means[best].psnr;
  // An image that equals its reference is better by no number.
  const compared = Number.isFinite(gain)
    ? `The model is ${number(Math.abs(gain))} dB ${gain >= 0 ? "better" : "worse"} than the best filter (${methodNames[best]}). `
    : "";
  return {
    kind: "table",
    title: "Compared with classical filters",
    caption:
      `Mean over ${plural(images, "image")}. PSNR in decibels: 6 more halve the error. SSIM: 1 is equal. ${compared}` +
      "Each filter has its best strength for the same noise, estimated from the noisy image.",
    header: scoreHeader,
    rows: scoreRows(means),
  };
}

const scoreHeader = ["", "PSNR", "SSIM", "PSNR gained"];

function scoreRows(means: ReferenceScores["scores"]): string[][] {
  return methods.map((method) => {
    const gained = means[method].psnr - means.noisy.psnr;
    return [
      methodNames[method],
      decibels(means[method]),
      similarity(means[method]),
      Number.isFinite(gained) ? gained.toFixed(2) : "–",
    ];
  });
}
