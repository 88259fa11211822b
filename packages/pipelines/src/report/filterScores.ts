import { number, plural } from "@cellgen/figures/text";
import type { ImageScore } from "@cellgen/metrics";
import { bestFilter, type ReferenceScores, type ScoredMethod } from "../denoise/referenceScores.ts";
import type { TableSection } from "./tableSection.ts";

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
export function decibels({ psnr }: ImageScore): string {
  return Number.isFinite(psnr) ? psnr.toFixed(2) : "equal";
}

/**
 * The scores of a model and of classical filters as a table of a report.
 *
 * @param means - Of all images, by `meanReferenceScores`.
 * @param images - Their number.
 */
export function filterScoreTable(means: ReferenceScores["scores"], images: number): TableSection {
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
    header: ["", "PSNR", "SSIM", "PSNR gained"],
    rows: methods.map((method) => {
      const gained = means[method].psnr - means.noisy.psnr;
      return [
        methodNames[method],
        decibels(means[method]),
        means[method].ssim?.toFixed(4) ?? "–",
        Number.isFinite(gained) ? gained.toFixed(2) : "–",
      ];
    }),
  };
}
