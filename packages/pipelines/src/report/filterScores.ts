import { number, plural } from "@cellgen/data/text";
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

/** Format a PSNR without its unit. */
export function decibels({ psnr }: ImageScore): string {
  return Number.isFinite(psnr) ? psnr.toFixed(2) : "equal";
}

/**
 * Create the table of the scores of a model and of classical filters.
 *
 * @param means - Mean scores of all images, as returned by `meanReferenceScores`.
 * @param images - Number of images.
 */
export function filterScoreTable(means: ReferenceScores["scores"], images: number): TableSection {
  const best = bestFilter(means);
  const gain = means.model.psnr - means[best].psnr;
  // The PSNR of an image that equals its reference is infinite, so there is no gain to state.
  const compared = Number.isFinite(gain)
    ? `The model is ${number(Math.abs(gain))} dB ${gain >= 0 ? "better" : "worse"} than the best filter (${methodNames[best]}). `
    : "";
  return {
    kind: "table",
    title: "Compared with classical filters",
    caption:
      `Mean over ${plural(images, "image")}. PSNR in decibels: 6 dB more is half the error. SSIM: 1 for equal images. ${compared}` +
      "Each filter has the strength of minimum estimated error for the same noise, found without the reference.",
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
