import { percent } from "@cellgen/data/text";
import type { StructureKeptOfSet } from "@cellgen/metrics";
import type { PipelineWarning } from "../pipelineWarning.ts";
import type { TableSection } from "./tableSection.ts";

/** Scores of a set of translated images. */
export interface TranslationScores {
  /** Structure kept, compared with that between unrelated images. */
  readonly structure: StructureKeptOfSet;
  /** Share of the images that the judge assigns to the target class before and after, 0…1; undefined without a judge. */
  readonly reached: { readonly before: number; readonly after: number } | undefined;
}

/** Accuracy of the classifier used as judge, as returned by `trainClassJudge` of @cellgen/evaluation/node. */
export interface JudgeAccuracy {
  /** Share of held-out real images that it classifies correctly, 0…1. */
  readonly accuracy: number;
  /** Number of held-out images. */
  readonly heldOut: number;
}

/** Minimum difference between the edge correlation of a translation and that of unrelated images. */
const MIN_EDGES_GAIN = 0.15;
/** Minimum share of the results that the judge must assign to the target class. */
const MIN_SHARE_REACHED = 0.5;

/** Format a score with two digits. */
export function scoreText(score: number | undefined): string {
  return score === undefined ? "none" : score.toFixed(2);
}

/** Return warnings about a translation. */
export function translationWarnings(
  { structure: { mean, unrelated }, reached }: TranslationScores,
  target: string | undefined,
  method: "ddib" | "sdedit",
): PipelineWarning<"structure-not-kept" | "class-rarely-reached">[] {
  const baseline = unrelated?.edges;
  const isLost = mean.edges !== undefined && mean.edges < (baseline ?? 0) + MIN_EDGES_GAIN;
  const compared =
    baseline === undefined ? "" : `, compared with ${scoreText(baseline)} between unrelated images`;
  const isMissed = reached !== undefined && reached.after < MIN_SHARE_REACHED;
  return [
    ...(isLost
      ? [
          {
            code: "structure-not-kept" as const,
            message: `Hardly any structure was kept: the edges before and after correlate with ${scoreText(mean.edges)}${compared}.`,
            remedy: "A lower strength keeps more.",
          },
        ]
      : []),
    ...(isMissed
      ? [
          {
            code: "class-rarely-reached" as const,
            method,
            message: `The classifier assigns ${percent(reached.after)} of the results to ${target}: most did not reach the class.`,
            remedy:
              method === "sdedit"
                ? "The method ddib changes a class or stain."
                : "A higher strength or guidance scale changes more.",
          },
        ]
      : []),
  ];
}

/** Return the table of the scores. @param images - Number of images. */
export function translationScoreTable(
  { structure: { mean, unrelated, likeness }, reached }: TranslationScores,
  { images, target, judge }: { images: number; target: string | undefined; judge: JudgeAccuracy | undefined },
): TableSection {
  const baseline =
    unrelated === undefined
      ? `The images are very similar (their edges correlate with ${scoreText(likeness)}), so there are no unrelated images to compare with.`
      : images < 2
        ? "A single image has no unrelated image to compare with."
        : "The last column is the score between unrelated images: the difference from it is the structure that was kept.";
  return {
    kind: "table",
    title: "Scores",
    caption:
      "Edges: correlation of the strength of the edges before and after. SSIM: structural similarity of the luminance. Both at the model's size, 1 = the same. " +
      baseline +
      (judge
        ? ` Class: share of the images that a classifier assigns to ${target}. It was trained on real images and is right for ${percent(judge.accuracy)} of ${judge.heldOut} held-out real images.`
        : ""),
    header: ["score", "mean", "between unrelated images"],
    rows: [
      ["edges kept", scoreText(mean.edges), scoreText(unrelated?.edges)],
      ["SSIM of the luminance", scoreText(mean.ssim), scoreText(unrelated?.ssim)],
      ...(reached
        ? [
            [`classified as ${target} before`, percent(reached.before), ""],
            [`classified as ${target} after`, percent(reached.after), ""],
          ]
        : []),
    ],
  };
}
